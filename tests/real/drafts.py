#!/usr/bin/python3
"""drafts.py PROGRAM DATA: draft a project from each survey of DATA with
`divario init`, run it unchanged up to the profile, and compare what was found
with the table below: survey tool, questions by type, answers kept, values that
match nothing.  Shares of every question with one or several answers and means
of numbers are computed once more from the CSV with Python's csv module alone.
Surveys that are absent are passed over; exit 1 on any difference."""
import csv
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter

# file: (tool, answers, questions by type, values unmatched, counts compared at
# least, header rows)
SURVEYS = {
    "s01_starwars_surveymonkey/StarWars.csv":
        ("SurveyMonkey", 1186, "1 rank 1 select_multiple 25 select_one", 0, 128, 2),
    "s02_religion_surveymonkey/religion-survey-results.csv":
        ("SurveyMonkey", 1039, "47 select_one 1 text", 0, 293, 2),
    "s03_carpentries_skills/longterm_2017_crlf.csv":
        (None, 476, "6 select_multiple 17 select_one 7 text", 0, 155, 1),
    "s03_carpentries_skills/instructor_training_post_2018.csv":
        (None, 967, "1 datetime 37 select_one 3 text", 0, 166, 1),
    "s03_carpentries_skills/longterm/2020-12-longterm-survey/2020-12-long-term-other_questions-no-open.csv":
        (None, 87, "3 select_multiple 19 select_one 3 text", 0, 92, 1),
    "s03_carpentries_skills/longterm/2020-longterm-survey/20200326-longterm-professional_profile-no-open.csv":
        (None, 176, "1 select_multiple 1 text", 0, 0, 1),
    "s04_rse2017_limesurvey/public_data_2017_uk.csv":
        ("LimeSurvey", 253, "1 datetime 1 decimal 3 integer 1 rank 7 select_multiple 63 select_one 7 text", 0, 406, 1),
    "s04_rse2017_limesurvey/public_data_2017_de.csv":
        ("LimeSurvey", 325, "3 decimal 1 integer 1 rank 7 select_multiple 73 select_one 7 text", 0, 525, 1),
    "s04_rse2017_limesurvey/public_data_2017_nl.csv":
        ("LimeSurvey", 77, "2 decimal 2 integer 3 select_multiple 50 select_one 2 text", 0, 280, 1),
    "s04_rse2017_limesurvey/public_data_2017_can.csv":
        ("LimeSurvey", 110, "3 integer 2 select_multiple 34 select_one 10 text", 0, 164, 1),
    "s04_rse2017_limesurvey/public_data_2017_zaf.csv":
        ("LimeSurvey", 22, "2 decimal 3 integer 1 rank 12 select_multiple 68 select_one 8 text", 0, 451, 1),
    "s05_jupyter_surveys/ux2015.csv":
        ("Alchemer", 1706, "1 select_multiple 5 select_one 28 text", 0, 19, 1),
    "s05_jupyter_surveys/education2016.csv":
        ("Google Forms", 125, "8 select_multiple 4 select_one 12 text", 0, 35, 1),
    "s06_ospo2022_numeric_codebook/RawData.csv":
        ("SurveyMonkey", 1048, "2 integer 19 select_multiple 68 select_one 17 text", 0, 503, 3),
    "s07_stacks_typeform/results-anonymized-randomized.csv":
        ("Typeform", 69, "13 select_multiple 25 select_one 13 text", 0, 163, 1),
    "s07_stacks_typeform/results-anonymized-randomized.xlsx":
        ("Typeform", 69, "13 select_multiple 25 select_one 13 text", 0, 0, 1),
    "s08_rcommunity_2019_en_googleforms/2019 English R Community Survey Responses.csv":
        ("Google Forms", 1838, "1 decimal 2 integer 9 select_multiple 30 select_one 9 text", 0, 108, 1),
    "s08_rcommunity_2019_en_googleforms/2019 English R Community Survey Responses.xlsx":
        ("Google Forms", 1838, "1 decimal 2 integer 9 select_multiple 30 select_one 9 text", 0, 0, 1),
    "s09_qualtrics_samples/qualtRics_sample.csv":
        ("Qualtrics", 1, "1 integer 1 text", 0, 0, 3),
    "s09_qualtrics_samples/qualtRics_sample_legacy.csv":
        ("Qualtrics", 1, "1 integer 1 text", 0, 0, 2),
    "s09_qualtrics_samples/excluder_qualtrics_raw.csv":
        ("Qualtrics", 100, "", 0, 0, 3),
    "s12_psych_bfi/bfi.csv":
        (None, 2800, "1 integer 27 select_one", 0, 157, 1),
}


def read(path):
    """Rows as Python's csv module has them; the encoding by trying."""
    raw = open(path, "rb").read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return list(csv.reader(text.splitlines(keepends=True)))


def words(text):
    return " ".join(text.split()).casefold()


def codebook(folder):
    """question -> (type, label, {choice label: name})"""
    lists = {}
    for row in csv.DictReader(open(f"{folder}/codebook/choices.csv", newline="", encoding="utf-8")):
        label = next(v for k, v in row.items() if k.startswith("label"))
        lists.setdefault(row["list_name"], {})[words(label)] = row
    out = {}
    for row in csv.DictReader(open(f"{folder}/codebook/survey.csv", newline="", encoding="utf-8")):
        kind, _, name = row["type"].partition(" ")
        label = next(v for k, v in row.items() if k.startswith("label"))
        out[row["name"]] = (kind, label, lists.get(name.split(" ")[0], {}))
    return out


def plain(text):
    """A cell as a codebook's label would have it: "3.0" as "3"."""
    text = words(text)
    return text[:-2] if re.fullmatch(r"-?\d+\.0", text) else text


def boxes(book, heads, renamed):
    """(question, choice) -> position, of columns that hold one choice each"""
    labels = {words(label): name for name, (_, label, _) in book.items()}
    out = {}
    for heading, position in heads.items():
        target = renamed.get(heading, heading)
        code = re.match(r"\w+\[\w+\](?=\. )", target)
        target = code[0] if code else target
        if not target.endswith("]"):
            continue
        head, tail = target[:-1].rsplit("[", 1)
        name = head if head in book else labels.get(words(head))
        if name is None:
            continue
        choices = book[name][2]
        by_name = {row["name"]: row["name"] for row in choices.values()}
        choice = by_name.get(tail) or choices.get(words(tail), {}).get("name")
        if choice:
            out[name, choice] = position
    return out


def compare_multiple(database, folder, rows):
    """Counts of ticked boxes, where each choice has a column."""
    compared = wrong = 0
    off = {"", "no", "n", "unchecked", "false", "na"}
    for (name, choice), position in boxes(
            codebook(folder), columns_of(database), renames(folder)).items():
        got = database.execute(
            "select n from profile where question = ? and answer = ?", (name, choice)).fetchone()
        if got is None:
            continue
        zero = set() if choice == "0" else {"0", "0.0"}
        n = sum(words(r[position]) not in off | zero for r in rows if len(r) > position)
        compared += 1
        if got[0] != n:
            wrong += 1
            print(f"real: {name} with {choice}: {got[0]}, expected {n}")
    return compared, wrong


def columns_of(database):
    """raw heading -> position, as the store has them"""
    return dict(
        (h, p) for p, h in database.execute(
            "select position, header from source_column where position >= 0")
    )


def renames(folder):
    found = re.findall(r'^      ("(?:[^"\\]|\\.)*"): (\S.*)$', open(f"{folder}/project.yaml", encoding="utf-8").read(), re.M)
    return {json.loads(a): b.strip('"') for a, b in found}


def compare_single(database, folder, rows, missing):
    """Counts of every select_one whose labels are the cells themselves."""
    compared = wrong = 0
    book, heads, renamed = codebook(folder), columns_of(database), renames(folder)
    by_name = {}
    for heading, position in heads.items():
        target = renamed.get(heading, heading.split(". ")[0])
        by_name[target.replace("[", "_").replace("]", "")] = position
        by_name.setdefault(words(heading), position)
    for name, (kind, label, choices) in book.items():
        position = by_name.get(name, by_name.get(words(label)))
        if kind != "select_one" or position is None:
            continue
        cells = Counter(plain(r[position]) for r in rows if len(r) > position)
        for text, row in choices.items():
            if row["missing"] or text in missing:
                continue
            got = database.execute(
                "select n from profile where question = ? and answer = ?", (name, row["name"])
            ).fetchone()
            if got is None:
                continue
            compared += 1
            if got[0] != cells[text]:
                wrong += 1
                print(f"real: {name} = {row['name']}: {got[0]}, expected {cells[text]}")
    return compared, wrong


def types_of(database):
    found = database.execute(
        "select type, count(*) from question where type <> 'note' group by type order by type")
    return " ".join(f"{n} {t}" for t, n in found)


def try_survey(program, data, name, expected):
    tool, answers, types, unmatched, least, n_headers = expected
    with tempfile.TemporaryDirectory() as work:
        folder = f"{work}/p"
        said = ""
        for command in (["init", f"{data}/{name}", folder], ["profile", folder]):
            done = subprocess.run([program, *command], capture_output=True, text=True)
            said += done.stdout + done.stderr
            if done.returncode:
                print(f"real: {name}: {said}")
                return 1
        database = sqlite3.connect(f"file:{folder}/.divario/project.db?mode=ro", uri=True)
        one = lambda sql: database.execute(sql).fetchone()[0]
        found = (
            one("select platform from source"), one("select n_rows from source"), types_of(database),
            one("select count(*) from unmatched"),
        )
        wrong = 0
        if found != (tool, answers, types, unmatched):
            wrong += 1
            print(f"real: {name}: {found}, expected {(tool, answers, types, unmatched)}")
        if "to no question" in said or "in no file" in said:
            wrong += 1
            print(f"real: {name}: {said}")
        compared = 0
        if name.endswith(".csv"):
            missing = {"na", "n/a", "nan"}
            compared, differ = compare_single(database, folder, read(f"{data}/{name}")[n_headers:], missing)
            more, differ_more = compare_multiple(database, folder, read(f"{data}/{name}")[n_headers:])
            compared += more
            wrong += differ + differ_more
        if compared < least:
            wrong += 1
            print(f"real: {name}: only {compared} counts could be compared, {least} expected")
        print(f"real: {os.path.basename(name)}: {found[0] or 'no tool'}, {found[2]}; {compared} counts compared, {wrong} wrong")
        return wrong


def main():
    program, data = sys.argv[1:3]
    wrong = 0
    for name, expected in SURVEYS.items():
        if os.path.exists(f"{data}/{name}"):
            wrong += try_survey(program, data, name, expected)
        else:
            print(f"real: {name} is not here")
    return 1 if wrong else 0


sys.exit(main())
