"""Load a running explorer with readers and say what came of it.

    kg --store news.kg explore --no-browser
    python scripts/load_explorer.py 'http://127.0.0.1:8000/?token=…' [--clients 50] [--seconds 60]

Prints how many requests were answered, how long they took, every kind of error, and the memory of
the server at the start, after each quarter and at the end (on Linux, as resident set).
"""

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx

QUERIES = (
    "MATCH (c:Company) RETURN c.name AS name ORDER BY name LIMIT 50",
    "MATCH (a:Company)-[r]->(b:Company) RETURN a.id AS one, b.id AS other LIMIT 99",
    "MATCH (n) DELETE n",
)


async def addresses(client: httpx.AsyncClient) -> list[str]:
    """Pages of all sorts, with entities and articles that are there."""
    found = (await client.get("/?format=json")).json()["tables"]
    entities = [row["id"] for row in found["companies"]["rows"]]
    articles = [row["id"] for row in found["articles"]["rows"]]
    shapes = ("", "?format=json", "?format=csv", "?format=graph", "?until=2025-06-01")
    return [
        "/", "/?q=a", "/watches", "/review", "/console", "/static/vis-network.js",
        *(f"/entity/{id_}{shape}" for id_ in entities for shape in shapes),
        *(f"/posture/{id_}" for id_ in entities),
        *(f"/contrast/{id_}" for id_ in entities[:3]),
        *(f"/article/{id_}" for id_ in articles),
        *(f"/console?query={quote(query)}" for query in QUERIES),
    ]  # fmt: skip


def expected(address: str) -> int:
    """The status that it should be answered with: a write is refused."""
    return 400 if "DELETE" in address else 200


async def read(
    client: httpx.AsyncClient, pages: list[str], until: float, seen: Counter[str], took: list[float]
) -> None:
    """One reader, who asks for the next page as soon as one has come."""
    while (begun := time.monotonic()) < until:
        address = random.choice(pages)
        try:
            answer = await client.get(address)
        except httpx.HTTPError as err:
            seen[f"{type(err).__name__}"] += 1
            continue
        took.append(time.monotonic() - begun)
        right = answer.status_code == expected(address)
        seen["right" if right else f"{answer.status_code} for {address}"] += 1


def memory(port: int) -> str:
    """The resident set of the process that listens on the port, in MB; "?" off Linux."""
    inode = next(
        (
            line.split()[9]
            for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
            if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"
        ),
        None,
    )
    for process in Path("/proc").glob("[0-9]*"):
        try:
            held = {link.readlink().name for link in (process / "fd").iterdir()}
            if f"socket:[{inode}]" in held:
                status = (process / "status").read_text("ascii")
                return f"{int(status.split('VmRSS:')[1].split()[0]) / 1024:.0f} MB"
        except OSError:
            continue
    return "?"


async def load(address: str, clients: int, seconds: float) -> int:
    """Run the readers; the number of wrong answers."""
    parts = urlsplit(address)
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    base = f"{parts.scheme}://{parts.netloc}"
    port = parts.port or 80
    seen: Counter[str] = Counter()
    took: list[float] = []
    async with httpx.AsyncClient(base_url=base, limits=limits, timeout=120) as client:
        await client.get(address)
        pages = await addresses(client)
        print(f"{len(pages)} pages, {clients} clients, {seconds:g} s")
        for page in pages:
            await client.get(page)
        print(f"memory once each page was asked for: {memory(port)}")
        until = time.monotonic() + seconds
        readers = [
            asyncio.create_task(read(client, pages, until, seen, took)) for _ in range(clients)
        ]
        for quarter in range(1, 4):
            await asyncio.sleep(seconds / 4)
            print(f"memory after {quarter * seconds / 4:g} s: {memory(port)}")
        await asyncio.gather(*readers)
        print(f"memory at the end: {memory(port)}")
    took.sort()
    half, most = took[len(took) // 2], took[int(len(took) * 0.99)]
    print(
        f"answers: {len(took)}, {len(took) / seconds:.1f}/s; median {half:.2f} s, 99 % {most:.2f} s"
    )
    wrong = {what: n for what, n in seen.items() if what != "right"}
    print(f"right: {seen['right']}, wrong: {sum(wrong.values())} {wrong or ''}")
    return sum(wrong.values())


def main() -> None:
    """Read the command line and leave with 1 where an answer was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("address", help="as kg explore prints it, with the token")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    sys.exit(asyncio.run(load(given.address, given.clients, given.seconds)) > 0)


if __name__ == "__main__":
    main()
