"""JMeter's JTL: CSV of any columns, and XML."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness.probes.load_test.facts import Users
from tests.probes.load_test.files import JTL, START, jtl, one, read, refused, written

DEFAULT = (
    "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,"
    "grpThreads,allThreads,URL,Latency,IdleTime,Connect"
)


def test_counts_errors_times_and_threads(tmp_path: Path) -> None:
    """Samples, errors, start, end, threads and exact times are those of the rows."""
    measured = one(
        written(
            tmp_path / "a.jtl",
            jtl(
                {"elapsed": 50, "allThreads": 3},
                {"elapsed": 1001, "allThreads": 7, "label": "cart"},
                {"elapsed": 1000, "success": "false", "allThreads": 5},
            ),
        )
    )
    assert (measured.samples, measured.errors) == (3, 1)
    assert measured.started == datetime.fromtimestamp(START / 1000, UTC)
    assert measured.ended == datetime.fromtimestamp(START / 1000 + 3, UTC)
    assert measured.times == ((50, 1), (1000, 1), (1001, 1))
    assert max(users for _, users in measured.loads[0].users) == 7
    assert measured.users_by is Users.THREADS
    labels = {label.name: (label.samples, label.errors, label.slow) for label in measured.labels}
    assert labels == {"page": (2, 1, 0), "cart": (1, 0, 1)}


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_any_separator_and_any_order_of_columns(delimiter: str, tmp_path: Path) -> None:
    """The separator is seen in the header, and the columns are found by their names."""
    header = "allThreads,success,label,elapsed,timeStamp,own variable"
    measured = one(written(tmp_path / "x.csv", jtl({"allThreads": 9}, header=header, delimiter=delimiter)))
    assert measured.samples == 1
    assert measured.loads[0].users[0][1] == 9


OLD = (
    "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes,grpThreads,allThreads,"
    "Latency"
)


@pytest.mark.parametrize("columns", [DEFAULT, DEFAULT.replace(",URL", ""), OLD])
def test_without_a_header_in_jmeters_own_order(columns: str, tmp_path: Path) -> None:
    """A file without a header is read where it has the columns that JMeter writes by default."""
    text = jtl({"allThreads": 4, "success": "false"}, {"allThreads": 6}, header=columns).partition("\n")[2]
    measured = one(written(tmp_path / "a.jtl", text))
    assert (measured.samples, measured.errors) == (2, 1)
    assert max(users for _, users in measured.loads[0].users) == 6


def test_without_a_header_in_another_order_is_refused(tmp_path: Path) -> None:
    """Columns are never guessed."""
    text = jtl({}, header=JTL).partition("\n")[2]
    assert "no load-test result that is known" in refused(written(tmp_path / "a.jtl", text))


@pytest.mark.parametrize("code", ["500", "503", "404", "Non HTTP response code: java.net.SocketException"])
def test_a_failure_recorded_as_success_is_an_error(code: str, tmp_path: Path) -> None:
    """False-GO 23: `success=true` does not make a refused or failed request good."""
    measured = one(written(tmp_path / "a.jtl", jtl({"responseCode": code}, {"responseCode": ""}, {})))
    assert (measured.samples, measured.errors) == (3, 1)


def test_a_status_that_the_limit_allows_is_no_error(tmp_path: Path) -> None:
    """A test that expects a 404 says so by the limit."""
    path = written(tmp_path / "a.jtl", jtl({"responseCode": "404"}))
    assert one(path).errors == 1
    assert one(path, limits={"max_status": "404"}).errors == 0


SUM = '"Number of samples in transaction : 2, number of failing samples : 1"'


def test_transactions_do_not_count_beside_their_samples(tmp_path: Path) -> None:
    """The sum of samples that are there as well is no sample, but its errors are not lost."""
    rows: list[dict[str, object]] = [
        {},
        {"success": "false"},
        {"label": "buy", "responseMessage": SUM, "success": "false", "elapsed": 5000},
    ]
    measured = one(written(tmp_path / "a.jtl", jtl(*rows)))
    assert (measured.samples, measured.errors) == (2, 1)
    assert measured.transactions == (1, 1)
    assert (5000, 1) not in measured.times
    assert "buy" in {label.name for label in measured.labels}


def test_transactions_count_where_there_is_nothing_else(tmp_path: Path) -> None:
    """A file of parent samples only is a file of samples."""
    measured = one(written(tmp_path / "a.jtl", jtl({"responseMessage": SUM, "success": "false"})))
    assert (measured.samples, measured.errors, measured.transactions) == (1, 1, (0, 0))


def test_engines_are_told_apart_by_their_host(tmp_path: Path) -> None:
    """False-GO 23: the threads of each load generator are kept apart."""
    header = f"{JTL},Hostname"
    rows = [{"timeStamp": START + i, "Hostname": f"gen-{i % 2}", "allThreads": 10 + i % 2} for i in range(4)]
    measured = one(written(tmp_path / "a.jtl", jtl(*rows, header=header)))
    assert {load.engine: load.users[0][1] for load in measured.loads} == {"gen-0": 10, "gen-1": 11}


def test_without_threads_requests_in_flight_are_counted(tmp_path: Path) -> None:
    """A file without a column of threads says how many requests had begun and not ended."""
    header = "timeStamp,elapsed,label,success"
    rows = [{"timeStamp": START + 10 * i, "elapsed": 5000} for i in range(50)]
    measured = one(written(tmp_path / "a.jtl", jtl(*rows, header=header)))
    assert measured.users_by is Users.IN_FLIGHT
    assert max(users for _, users in measured.loads[0].users) == 50


def test_threads_of_one_group_are_the_least(tmp_path: Path) -> None:
    """Without allThreads, the threads of a group are known to be there."""
    header = "timeStamp,elapsed,label,success,grpThreads"
    measured = one(written(tmp_path / "a.jtl", jtl({"grpThreads": 4}, header=header)))
    assert measured.users_by is Users.GROUP_THREADS
    assert measured.loads[0].users[0][1] == 4


@pytest.mark.parametrize(
    ("sample", "said"),
    [
        ({"elapsed": -1}, "elapsed -1"),
        ({"elapsed": "NaN"}, "elapsed NaN"),
        ({"elapsed": ""}, "elapsed -"),
        ({"elapsed": 86_400_001}, "elapsed 86400001"),
        ({"timeStamp": 1_781_359_200}, "timeStamp 1781359200,"),
        ({"timeStamp": "2026/06/13 22:00:00.000"}, "timeStamp 2026/06/13"),
        ({"success": "yes"}, "success yes"),
        ({"success": ""}, "success -"),
        ({"allThreads": "many"}, "allThreads many"),
        ({"allThreads": -5}, "allThreads -5"),
    ],
)
def test_a_sample_that_can_not_be_read_is_an_error_with_its_row(
    sample: dict[str, object], said: str, tmp_path: Path
) -> None:
    """False-GO 11: what is no time, no length or no yes and no is told with its row, and never left out."""
    told = refused(written(tmp_path / "a.jtl", jtl({}, {}, sample, {})))
    assert "a.jtl, row 4:" in told
    assert said in told


def test_a_column_that_decides_is_needed(tmp_path: Path) -> None:
    """Without `success` nobody knows what failed."""
    told = refused(written(tmp_path / "a.jtl", jtl({}, header="timeStamp,elapsed,label,allThreads")))
    assert "no success" in told


def test_a_column_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    """Which of the two counts can't be told."""
    told = refused(written(tmp_path / "a.jtl", jtl({}, header="timeStamp,elapsed,label,success,success")))
    assert "success twice" in told


def test_lines_of_another_separator_are_an_error_with_their_line(tmp_path: Path) -> None:
    """A file that was put together of two is not read in part."""
    text = jtl({}, {}) + jtl({}, delimiter=";").partition("\n")[2]
    assert "line 4" in refused(written(tmp_path / "a.jtl", text))


def test_two_tests_in_one_file_are_refused(tmp_path: Path) -> None:
    """JMeter appends to a file that is there: samples more than a week apart are no one test."""
    text = jtl({"timeStamp": START - 8 * 86_400_000}, {})
    assert "several tests in one file" in refused(written(tmp_path / "a.jtl", text))


XML = '<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n{}\n</testResults>\n'


def sample(tag: str = "httpSample", inside: str = "", **attributes: object) -> str:
    plain = {"t": 100, "ts": START, "s": "true", "lb": "page", "rc": 200, "rm": "OK", "tn": "tg 1-1", "ng": 1, "na": 1}
    words = " ".join(f'{name}="{value}"' for name, value in {**plain, **attributes}.items())
    return f"<{tag} {words}>{inside}</{tag}>"


def test_xml_says_the_same(tmp_path: Path) -> None:
    """Samples, errors, hosts and threads of an XML file."""
    text = XML.format(
        sample(na=3, hn="gen-1") + sample(s="false", t=2000, ts=START + 1000) + sample(rc=500, lb="cart", na=8)
    )
    measured = one(written(tmp_path / "a.xml", text))
    assert (measured.samples, measured.errors) == (3, 2)
    assert measured.users_by is Users.THREADS
    assert {load.engine: max(n for _, n in load.users) for load in measured.loads} == {"gen-1": 3, "a.xml": 8}


def test_parts_of_a_sample_do_not_count_beside_it(tmp_path: Path) -> None:
    """Embedded resources and redirects lie inside a sample; inside a transaction lie its samples."""
    redirects = sample(inside=sample(t=40) + sample(t=50))
    transaction = sample("sample", sample(lb="one", s="false") + sample(lb="two"), lb="buy", s="false", rm=SUM[1:-1])
    measured = one(written(tmp_path / "a.jtl", XML.format(redirects + transaction)))
    assert (measured.samples, measured.errors) == (3, 1)
    assert measured.transactions == (1, 1)


def test_xml_that_is_cut_off_is_an_error_with_its_line(tmp_path: Path) -> None:
    """False-GO 7: a file whose test still runs, or that was cut off."""
    text = XML.format(sample() + "\n" + sample())
    assert "line 4" in refused(written(tmp_path / "a.jtl", text[: text.rindex("<httpSample") + 30]))


def test_entities_are_refused(tmp_path: Path) -> None:
    """A bomb of entities is never opened."""
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    text = XML.format(sample(lb="&b;")).replace("<testResults", f"{bomb}\n<testResults")
    assert "declares entities" in refused(written(tmp_path / "a.jtl", text))


@pytest.mark.parametrize("broken", [{"t": "x"}, {"t": -1}, {"ts": ""}, {"s": "maybe"}, {"na": "-"}])
def test_a_sample_of_xml_that_can_not_be_read(broken: dict[str, object], tmp_path: Path) -> None:
    """Told with its number."""
    told = refused(written(tmp_path / "a.jtl", XML.format(sample() + sample("httpSample", "", **broken))))
    assert "sample 2 can't be read" in told


def test_other_xml_is_no_result(tmp_path: Path) -> None:
    """A JUnit file is another thing."""
    told = refused(written(tmp_path / "a.jtl", '<testsuites><testsuite name="x"/></testsuites>\n'))
    assert "no load-test result that is known" in told


@pytest.mark.parametrize("text", [JTL + "\n", XML.format("")])
def test_no_sample_is_an_error(text: str, tmp_path: Path) -> None:
    """False-GO 5, 23: nothing was tested."""
    assert "holds no sample" in refused(written(tmp_path / "a.jtl", text))


def test_a_folder_of_engines(tmp_path: Path) -> None:
    """The files of several load generators are read one by one, hidden ones left."""
    folder = tmp_path / "run"
    for number in range(3):
        rows = [{"timeStamp": START + 100 * number + 1000 * i, "elapsed": 50 + 7 * number} for i in range(12)]
        written(folder / f"gen{number}.jtl", jtl(*rows))
    written(folder / ".DS_Store", "\0\0")
    assert [measured.path for measured in read(folder)] == [f"run/gen{number}.jtl" for number in range(3)]


@pytest.mark.parametrize("change", [lambda text: text, lambda text: text.replace("\n", "\r\n")])
def test_a_copy_does_not_count_twice(change: object, tmp_path: Path) -> None:
    """False-GO 22, 23: the same samples in two files, to the byte or but for their line ends."""
    text = jtl(*({"elapsed": 40 + i} for i in range(30)))
    folder = tmp_path / "run"
    written(folder / "a.jtl", text)
    written(folder / "b.jtl", change(text))  # type: ignore[operator]
    assert "hold the same samples" in refused(folder)


def test_the_file_of_all_beside_those_of_each_is_refused(tmp_path: Path) -> None:
    """False-GO 23: what a controller gathered beside the files of its load generators is the same load again."""
    folder = tmp_path / "run"
    rows = [[{"timeStamp": START + 1000 * i + 37 * n, "elapsed": 40 + i + 9 * n} for i in range(30)] for n in (0, 1)]
    for number, of_engine in enumerate(rows):
        written(folder / f"gen{number}.jtl", jtl(*of_engine))
    assert len(read(folder)) == 2
    written(folder / "all.jtl", jtl(*rows[0], *rows[1]))
    assert "holds the samples of all other files" in refused(folder)


def test_a_name_that_is_a_pattern_means_itself(tmp_path: Path) -> None:
    """The engine would read `a[1].jtl` as a pattern for `a1.jtl`."""
    written(tmp_path / "a1.jtl", jtl({}, {}, {}))
    assert one(written(tmp_path / "a[1].jtl", jtl({}))).samples == 1


def test_columns_without_a_name_and_in_another_case(tmp_path: Path) -> None:
    """Variables of the script may have any name: an empty one, or that of another column in another case."""
    header = "timeStamp,elapsed,label,success,,Label,LABEL"
    assert one(written(tmp_path / "a.jtl", jtl({}, header=header))).labels[0].name == "page"
