"""The explorer: the graph looked at in a browser on this machine."""

from kg.explorer.serving import Site, listen, serve

__all__ = ["Site", "listen", "serve"]
