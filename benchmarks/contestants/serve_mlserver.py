"""Writes what MLServer starts from: `serve_mlserver.py MODEL FOLDER PORT`; its scikit-learn runtime, pandas frames."""

import json
import sys
from pathlib import Path

model, folder, port = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
settings = {
    "host": "127.0.0.1",
    "http_port": port,
    "grpc_port": port + 1,
    "metrics_port": port + 2,
    "debug": False,
    "parallel_workers": 1,
}
late = {
    "name": "late",
    "implementation": "mlserver_sklearn.SKLearnModel",
    "parameters": {"uri": str(model.absolute()), "content_type": "pd"},
}
folder.mkdir(parents=True, exist_ok=True)
(folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
(folder / "model-settings.json").write_text(json.dumps(late), encoding="utf-8")
