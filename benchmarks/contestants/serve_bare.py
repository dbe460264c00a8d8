"""Nothing but the pipeline behind uvicorn, `serve_bare.py MODEL PORT`: no checks, no log, no id; a ceiling."""

import json
import sys

import joblib
import pandas as pd
import uvicorn

model = joblib.load(sys.argv[1])


async def answer(scope, receive, send):
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    score = model.predict_proba(pd.DataFrame(json.loads(body)["rows"]))[:, 1].tolist()
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps({"score": score}).encode()})


uvicorn.run(answer, host="127.0.0.1", port=int(sys.argv[2]), lifespan="off", log_level="warning")
