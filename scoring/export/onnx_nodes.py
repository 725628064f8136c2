"""Nodes and constants of an ONNX graph, named apart from every field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from onnx import TensorProto, helper

__all__ = ["Nodes"]


class Nodes:
    """The nodes of a graph while it is built, and its constants, each once.

    Attributes
    ----------
    inner
        How the names of inner values begin; nothing else in the graph may begin so.
    nodes, tensors
        What has been made so far.
    """

    def __init__(self, inner: str) -> None:
        self.inner = inner
        self.nodes: list[Any] = []
        self.tensors: list[Any] = []
        self._constants: dict[tuple[int, tuple[Any, ...], bool], str] = {}

    def node(self, operation: str, *inputs: str, name: str = "", **settings: int) -> str:
        """One operation; the name of its result."""
        output = name or f"{self.inner}n{len(self.nodes)}"
        made: Callable[..., Any] = helper.make_node  # its settings are the operation's own
        self.nodes.append(made(operation, list(inputs), [output], **settings))
        return output

    def every(self, *conditions: str) -> str:
        """Where every condition holds."""
        return self._joined("And", conditions)

    def some(self, *conditions: str) -> str:
        """Where one of the conditions holds."""
        return self._joined("Or", conditions)

    def _joined(self, operation: str, conditions: Sequence[str]) -> str:
        found, *others = conditions
        for each in others:
            found = self.node(operation, found, each)
        return found

    def opposite(self, condition: str) -> str:
        """Where a condition does not hold."""
        return self.node("Not", condition)

    def double(self, number: float) -> str:
        """A number for every row."""
        return self.doubles([number], scalar=True)

    def doubles(self, numbers: Sequence[float], *, scalar: bool = False) -> str:
        """A list of numbers."""
        return self._constant(TensorProto.DOUBLE, numbers, scalar=scalar)

    def whole(self, number: int) -> str:
        """A whole number for every row."""
        return self._constant(TensorProto.INT64, [number], scalar=True)

    def wholes(self, numbers: Sequence[int]) -> str:
        """A list of whole numbers."""
        return self._constant(TensorProto.INT64, numbers, scalar=False)

    def text(self, text: str) -> str:
        """A text for every row."""
        return self._constant(TensorProto.STRING, [text.encode()], scalar=True)

    def texts(self, texts: Sequence[str]) -> str:
        """A list of texts."""
        return self._constant(TensorProto.STRING, [text.encode() for text in texts], scalar=False)

    def _constant(self, kind: int, values: Sequence[Any], *, scalar: bool) -> str:
        key = (kind, tuple(map(repr, values)), scalar)
        if key not in self._constants:
            self._constants[key] = f"{self.inner}c{len(self.tensors)}"
            shape = [] if scalar else [len(values)]
            self.tensors.append(helper.make_tensor(self._constants[key], kind, shape, list(values)))
        return self._constants[key]
