#!/usr/bin/python3
"""elastic_index.py VADEMECUM.pdf: the number behind each name, in the indexes
and in "see also", is that of the card so named.  Exit 1 if one is not, or if
cards or references are missing."""
import re
import subprocess
import sys

CARDS, LEAST = 27, 100  # tools and practices in use; references to them


def main():
    text = subprocess.run(["pdftotext", "-layout", sys.argv[1], "-"], capture_output=True, text=True, check=True).stdout
    text = text.replace("\u00a0", " ")
    cards = {}
    for number, name in re.findall(r"^\f?([78]\.\d+) +(\S.*?)(?: {2,}\d+)?$", text, re.M):
        cards.setdefault(name.strip(), number)
    flat, told, wrong = re.sub(r"\s+", " ", text), 0, 0
    for name, number in cards.items():
        for found in re.findall(re.escape(name) + r" ([78]\.\d+)\b", flat):
            told += 1
            wrong += found != number
            if found != number:
                print(f"{name} is said to be {found}, and is {number}")
    print(f"{len(cards)} cards, {told} references, {wrong} wrong")
    return wrong > 0 or len(cards) != CARDS or told < LEAST


sys.exit(main())
