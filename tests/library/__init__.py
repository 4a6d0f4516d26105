"""The starter library: what it promises whoever adopts it."""
