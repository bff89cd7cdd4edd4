"""asyncpg: a pool of ten connections, on uvloop."""

import asyncio

import asyncpg
import uvloop

from assignment import POOL, ROWS_OF_FETCH, Assignment, Round, hundred_keys, key, sample, sum_of

KEY = "select number, name from items where id = $1"
RANGE = "select number, name from items where id between $1 and $2"
INSERT = "insert into inserted (number, name) values ($1, $2)"


def measure(asked: Assignment) -> None:
    uvloop.run(_measure(asked))


async def _measure(asked: Assignment) -> None:
    share = WORKS[asked.work]
    async with asyncpg.create_pool(asked.place, min_size=POOL, max_size=POOL, command_timeout=300) as pool:
        for _ in range(asked.rounds):
            with Round(asked) as measured:
                measured.sum = sum(await asyncio.gather(
                    *(share(pool, asked, worker) for worker in range(asked.concurrency))))


async def read_keys(pool: asyncpg.Pool, asked: Assignment, worker: int) -> int:
    total = 0
    for query in asked.queries(worker):
        number, name = await pool.fetchrow(KEY, key(query))
        total += number + len(name)
    return total


async def read_hundreds(pool: asyncpg.Pool, asked: Assignment, worker: int) -> int:
    total = 0
    for query in asked.queries(worker):
        total += sum_of(await pool.fetch(RANGE, *hundred_keys(query)))
    return total


async def insert(pool: asyncpg.Pool, asked: Assignment, worker: int) -> int:
    total = 0
    for query in asked.queries(worker):
        status = await pool.execute(INSERT, *sample(query))
        total += int(status.rpartition(" ")[2])
    return total


async def insert_batch(pool: asyncpg.Pool, asked: Assignment, worker: int) -> int:
    rows = asked.batch(worker)
    # One transaction, as its documentation says.
    await pool.executemany(INSERT, rows)
    return len(rows)


async def stream(pool: asyncpg.Pool, asked: Assignment, worker: int) -> int:
    total = 0
    async with pool.acquire() as connection, connection.transaction(readonly=True):
        async for number, name in connection.cursor(RANGE, *asked.rows(worker), prefetch=ROWS_OF_FETCH):
            total += number + len(name)
    return total


WORKS = {"key": read_keys, "hundred": read_hundreds, "insert": insert, "batch": insert_batch, "stream": stream}
