"""How often verdicts err and how often they cannot tell, in worlds whose truth is known."""
