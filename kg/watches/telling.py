"""Telling another program of changes, by one POST of JSON."""

import httpx

from kg.errors import WatchError


def tell(address: str, changes: object, timeout: float) -> None:
    """Post the changes; `timeout` is in seconds. Redirections are not followed.

    Raises:
        WatchError: the address does not answer with success.
    """
    try:
        answer = httpx.post(address, json=changes, timeout=timeout)
        answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as err:
        raise WatchError(f"the webhook {address} did not take the changes: {err}") from err
