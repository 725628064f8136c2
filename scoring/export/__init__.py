"""The card in other forms: SQL, PMML, ONNX, an ES module, a Python file and a page; each from the one card."""
