"""Evidence: canonical bytes, Merkle tree, checkpoints, receipts and their verification."""
