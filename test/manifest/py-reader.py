"""Reads YAML documents with PyYAML's safe_load, for yaml-readers.test.ts.

Standard input: one JSON string a line, each a YAML document. Standard output: one JSON object a line.
"""

import json
import sys

import yaml

for line in sys.stdin:
    try:
        answer = {"value": yaml.safe_load(json.loads(line))}
        print(json.dumps(answer))
    except Exception as error:  # what PyYAML refuses, and what JSON has no word for: dates, sets, bytes
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}))
