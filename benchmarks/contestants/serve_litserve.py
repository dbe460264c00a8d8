"""LitServe: `serve_litserve.py MODEL PORT`."""

import sys

import joblib
import litserve
import pandas as pd


class Late(litserve.LitAPI):
    """The pipeline, as LitServe's guide wraps a model."""

    def setup(self, device):
        """Loads the pipeline."""
        self.model = joblib.load(sys.argv[1])

    def decode_request(self, request):
        """A frame of the rows."""
        return pd.DataFrame(request["rows"])

    def predict(self, rows):
        """Probabilities of being late."""
        return self.model.predict_proba(rows)[:, 1]

    def encode_response(self, scores):
        """What is sent back."""
        return {"score": scores.tolist()}


if __name__ == "__main__":
    server = litserve.LitServer(Late(), accelerator="cpu", workers_per_device=1)
    server.run(
        host="127.0.0.1",
        port=int(sys.argv[2]),
        num_api_servers=1,
        log_level="warning",
        access_log=False,
        generate_client_file=False,
    )
