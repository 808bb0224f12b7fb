"""Parents: the group of companies an account belongs to, by its parent's parent and so on."""

from collections.abc import Mapping

import polars as pl

from crm_metrics.facts.fact import TEXT, blank_to_null


def groups_of_accounts(accounts: pl.LazyFrame | None) -> pl.DataFrame:
    """account_id and group_id, the topmost parent, of the accounts that have a parent.

    A parent that is no account itself is a group all the same. Where parents run in a circle, the
    smallest id of the circle stands for the group.
    """
    schema = {"account_id": TEXT, "group_id": TEXT}
    if accounts is None:
        return pl.DataFrame(schema=schema)
    pairs = (
        accounts.select(blank_to_null("account_id"), blank_to_null("parent_id"))
        .drop_nulls()
        .collect(engine="streaming")
    )
    tops = topmost(dict(pairs.iter_rows()))
    return pl.DataFrame(list(tops.items()), schema=schema, orient="row")


def topmost(parents: Mapping[str, str]) -> dict[str, str]:
    """For each one with a parent, the last one that climbing from parent to parent leads to.

    >>> topmost({"Berlin": "Germany", "Germany": "Europe", "Ping": "Pong", "Pong": "Ping"})
    {'Berlin': 'Europe', 'Germany': 'Europe', 'Ping': 'Ping', 'Pong': 'Ping'}
    """
    tops: dict[str, str] = {}
    for start in parents:
        path: dict[str, None] = {}
        at = start
        while at in parents and at not in path and at not in tops:
            path[at] = None
            at = parents[at]
        if at in path:
            names = list(path)
            top = min(names[names.index(at) :])
        else:
            top = tops.get(at, at)
        tops |= dict.fromkeys(path, top)
    return {name: tops[name] for name in parents}
