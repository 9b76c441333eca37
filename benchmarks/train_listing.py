"""Makes the weights with which pasted lists are read: `generator/formats/_listing/weights.bin`.

    uv run --with numpy --with scipy python benchmarks/train_listing.py PAPERS.jsonl.gz

PAPERS holds one paper per line: title, authors, abstract. From it pages are made up, each with a style of its own (abstracts
or none, one author per line or all on one, authors left out, capitals, initials, other scripts, groups); each line of them is
an example. Two logistic regressions over the reader's own features are fitted: author line or not, and prose or title. Names in
other scripts, groups and suffixes are rare among the papers, so some are put in from the lists below. The same papers
give the same file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

sys.path.insert(0, str(Path(__file__).parents[1]))

from generator.formats._listing.features import (
    letter_features,
    line_features,
    split_words,
    word_features,
)
from generator.formats._listing.scorer import (
    NAME_BUCKETS,
    PROSE_BUCKETS,
    SCALE,
    WEIGHTS,
    Page,
    buckets,
    places,
    share,
)

SCRIPTS = [
    ("Александр Алексей Анна Борис Виктор Владимир Дмитрий Елена Иван Игорь Мария Михаил Наталья Николай Олег Ольга Павел "
     "Сергей Татьяна Юрий Марія Андрій Петро Георги Стоян".split(),
     "Абрамов Васильев Волков Гончаров Егоров Зайцев Иванов Козлов Кузнецов Лебедева Макаров Новиков Орлов Павлов Попова "
     "Романов Семёнов Смирнова Соколов Толстой Фёдоров Чехов Шевченко Мельник Димитров".split(), " "),
    ("Γιώργος Μαρία Νίκος Ελένη Δημήτρης Κώστας Άννα Γιάννης Σοφία Παναγιώτης".split(),
     "Παππάς Νικολάου Γεωργίου Οικονόμου Δημητρίου Κωνσταντίνου Αντωνίου Βασιλείου".split(), " "),
    ("محمد أحمد علي حسن خالد عمر فاطمة مريم يوسف عبد إبراهيم سعيد رضا حسين ليلى زينب".split(),
     "الأحمد حسن علي محمود العلي الحسن الخطيب منصور سالم المصري الشامي رضايي احمدي خليل".split(), " "),
    ("דוד משה יוסף רחל שרה אברהם נועה מיכל יעקב דניאל".split(),
     "לוי מזרחי פרץ ביטון אברהם פרידמן דהן גולן כץ שפירא".split(), " "),
    ("राजेश सुनीता राम अनिल प्रिया विजय सीता मोहन".split(), "कुमार सिंह गुप्ता वर्मा पटेल यादव मिश्रा जोशी".split(), " "),
    ("王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 "
     "陳 劉 張 趙 黃 吳 孫 馬 羅 鄭 謝 許 鄧 蘇 葉 蔡".split(),
     "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀英 建华 志强 海燕 晓东 文博 子轩 国栋 立新 雨桐 "
     "大明 文華 美玲 淑芬 志明 家豪 小红 子文".split(), ""),
    ("佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山口 松本 井上".split(),
     "太郎 花子 健一 美咲 翔太 陽子 直樹 恵子 大輔 裕子 誠 学".split(), " "),
    ("김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황".split(),
     "민준 서준 지우 서연 하은 도윤 수빈 영희 철수 민지 현우".split(), ""),
    ("สมชาย สมศรี วิชัย มาลี อนุชา".split(), "ใจดี สุขใจ แสงทอง ทองดี".split(), " "),
    ("Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi".split(), "Văn An|Thị Lan|Minh Đức|Quốc Bảo|Thu Hà|Hữu Phước".split("|"), " "),
]  # fmt: skip
FOREIGN = [
    ("und der die das für im von zur zum bei eine einer des mit auf als über",
     "Untersuchungen Beiträge Geschichte Entwicklung Theorie Einfluss Sprache Recht Gesellschaft Studien Handbuch "
     "Wirtschaft Bedeutung Grundlagen"),
    ("de la le les des du et en une pour dans sur par au aux l'étude d'une",
     "histoire analyse étude modèle langue société théorie droit système recherche politique vie apprentissage "
     "corpus traitement automatique évaluation méthode"),
    ("de la el los las del y en una para por con sobre",
     "historia análisis estudio desarrollo educación sociedad teoría lengua derecho salud"),
    ("di della il la le dei e in una per nel con sul dello",
     "storia analisi studio lingua società diritto ricerca teoria arte cultura"),
    ("de da do das dos e em uma para no na com sobre o a",
     "história análise estudo desenvolvimento educação sociedade saúde ensino"),
    ("van de het een en in voor met op bij der", "geschiedenis onderzoek ontwikkeling taal recht studie samenleving"),
    ("i w z na do oraz o dla przez od", "historia analiza badania rozwój język prawo podstawy nauka teoria"),
    ("in v na za ob s z po med pri", "zgodovina razvoj jezik pravo raziskave družba učbenik matematika"),
    ("a v na se pro o z ve", "dějiny vývoj jazyk právo výzkum společnost"),
    ("och i av en för på till med om", "historia utveckling språk studier samhälle forskning"),
    ("og i av en for på til med om", "historie udvikling sprog studier samfund forskning"),
    ("ve bir için ile üzerine olarak", "tarihi gelişimi dili hukuk araştırma toplum eğitim"),
    ("dan di untuk pada dalam dengan terhadap", "analisis pengaruh pengembangan sistem pendidikan sejarah"),
    ("és a az egy", "története fejlődés nyelv jog kutatás társadalom"),
    ("ja on sekä", "historia kehitys kieli tutkimus yhteiskunta"),
    ("și în de la pe pentru cu din", "istoria dezvoltarea limba drept cercetare metodica"),
    ("и в на с по для о из как",
     "история развитие язык право исследование общество теория роман повесть учебное пособие сочинение"),
    ("і в на з для про", "історія розвиток мова право дослідження суспільство"),
    ("και του της των στη για από", "ιστορία γλώσσα κοινωνία μελέτη θεωρία"),
    ("في من على و إلى عن بين دراسة", "تاريخ اللغة القانون المجتمع تطور نظرية أثر التعليم رواية شعر كتاب"),
    ("של על את עם בין", "תולדות שפה חברה משפט מחקר תורת"),
    ("の に を と における について", "研究 歴史 言語 社会 理論 開発 分析 調査 方法 教育 日本 問題"),
    ("的 与 及其 在 基于 对", "研究 分析 历史 语言 社会 理论 方法 技术 系统 应用 教育 发展 影响 中国"),
    ("의 및 에 관한 를 위한", "연구 분석 역사 언어 사회 이론 방법 개발 교육 영향"),
]  # fmt: skip
"""Function words of many languages, and words that titles in them like."""
BINS = {"محمد": "بن", "דוד": "בן"}
"""`Son of`, between the names of a script (by its first given name)."""
GROUPS = (
    "Collaboration Consortium Team Group Initiative Project Network Society Association Committee Institute Foundation "
    "Laboratory Center Centre Workshop Community Council University Department Agency Commission Organization Ministry "
    "Editors Staff Company Press Church Museum Library Archive Office Bureau Academy Union Federation"
).split()
GROUP_NAMES = (
    "ATLAS CMS LHCb ALICE Planck Fermi-LAT IceCube VIRGO CERN NASA ESA UNESCO WHO OECD OpenAI DeepMind Google Meta Mistral "
    "Human-Genome ENCODE FANTOM Gemini Llama Qwen European National International American British Canadian Royal World "
    "German French Data Language Research Science Health Brain Cancer Climate Genome Cell Disease Physics Quebec Montreal"
).split()
MONONYMS = (
    "Plato Aristotle Voltaire Molière Megawati Prabowo Priya Karthik Deepak Wahyudi Kartini Rajesh Divya Anand "
    "Sutrisno Hartono Susanto Widodo Budiman Ramesh Suresh Lakshmi Colette Stendhal Homer Ovid Virgil Avicenna Zeami"
).split()
PARTICLES = ["van der", "van den", "van", "de", "de la", "von", "dos", "da", "di", "del", "bin", "al", "ter", "le", "el", "ben"]
SUFFIXES = ["Jr.", "Jr", "Sr.", "II", "III", "IV", "PhD", "MD"]
FORGET_WORDS, FORGET_LETTERS, FORGET_PAGE = 0.45, 0.2, 0.2
"""How often a line is shown without its words, without their letters too, and without the page around it: what is left has to
tell by itself, as it must in fields and languages that are not among the papers."""
FAINT = 0.3
"""What a line without letters weighs."""
WORD = re.compile(r"[a-zA-Z][a-z]+(?:-[a-z]+)*")
COMMON: Counter[str] = Counter()
"""How often the abstracts use a word, so that made-up titles also have the rare ones."""
Example = tuple[str, int]
"""A line and what it is: 0 title, 1 author line, 2 prose."""


def odd_name(abstract: str, rng: random.Random) -> str:
    """A name of a kind that is rare among the papers."""
    if rng.random() < 0.12 and (words := made_up_title(abstract, rng, sizes=(1, 1, 2, 2, 3), foreign=0.0)):
        return ("The " if rng.random() < 0.2 else "") + f"{words.title()} {rng.choice(GROUPS[:9])}"
    pick = rng.random()
    if pick < 0.55:
        first, second, glue = rng.choice(SCRIPTS)
        if first[0] in "王佐김" and rng.random() < 0.4:
            glue = "" if glue else " "
        pair = [rng.choice(first), rng.choice(second)]
        if first[0] in BINS and rng.random() < 0.3:
            pair.insert(1, BINS[first[0]])
        return glue.join(pair[::-1] if glue and rng.random() < 0.3 else pair)
    if pick < 0.63:
        if rng.random() < 0.15:
            return f"{rng.choice(('Project', 'Team', 'Group'))} {rng.choice(GROUP_NAMES)}"
        if rng.random() < 0.3:
            what = " ".join(rng.sample(GROUP_NAMES[14:], rng.choice((1, 2))))
            more = f" and {rng.choice(GROUP_NAMES[14:])}" if rng.random() < 0.3 else ""
            return f"{rng.choice(GROUPS)} {rng.choice(('of', 'of', 'for', 'of the', 'on'))} {what}{more}"
        words = [*rng.sample(GROUP_NAMES, rng.choice((1, 1, 2, 2, 3))), rng.choice(GROUPS)]
        return ("The " if rng.random() < 0.25 else "") + " ".join(words)
    if pick < 0.78:
        return rng.choice([*GROUP_NAMES[:22], "IBM", "FAO", "UNICEF", "IEEE", "ACM", "EPA", "Microsoft"])
    return rng.choice(MONONYMS)


def vary(name: str, rng: random.Random) -> str:
    """A name as another page may print it."""
    words = name.split()
    pick = rng.random()
    if pick < 0.05:
        return name.upper()
    if pick < 0.09:
        return name.lower()
    if len(words) < 2:
        return name
    if pick < 0.11:
        return " ".join([*words[:-1], words[-1].upper()])
    if pick < 0.16:
        return f"{words[0][0]}. {words[-1]}"
    if pick < 0.18:
        return f"{words[0][0]}.{'-' if rng.random() < 0.5 else ' '}{rng.choice('ABCDEFGHJKLMPRSTW')}. {words[-1]}"
    if pick < 0.21:
        return f"{words[0]} {rng.choice('ABCDEFGHJKLMPRSTW')}. {words[-1]}"
    if pick < 0.225:
        return f"{name} {rng.choice(SUFFIXES)}"
    if pick < 0.245:
        return f"{words[0]} {rng.choice(PARTICLES)} {words[-1]}"
    if pick < 0.255:
        return f"{words[0]} ({rng.choice(words)}) {words[-1]}"
    if pick < 0.275:
        return words[0]
    return name


def turned(name: str) -> str:
    """*Last, First*."""
    given, _, family = name.rpartition(" ")
    return f"{family}, {given}" if given else name


def capitalised(words: list[str]) -> str:
    return " ".join(word[:1].upper() + word[1:] if len(word) > 3 or not index else word for index, word in enumerate(words))


def made_up_title(
    abstract: str, rng: random.Random, sizes: Sequence[int] = (1, 2, 2, 2, 3, 3, 4, 5, 6), foreign: float = 0.25
) -> str:
    """A title from anywhere: a few words of an abstract, or of another language."""
    if rng.random() < foreign:
        small, large = rng.choice(FOREIGN)
        glue = "" if small[0] in "の的" else " "
        size = rng.randint(2 if glue else 4, 8 if rng.random() < 0.8 else 14)
        words = [rng.choice(large.split() if index % 2 == 0 else small.split()) for index in range(size)]
        text = glue.join(words)
        return text[:1].upper() + text[1:]
    words = WORD.findall(abstract[:3000])
    size = rng.choice(sizes)
    if len(words) <= size:
        return ""
    starts = [rng.randrange(len(words) - size) for _ in range(rng.choice((1, 4)))]
    chosen = min((words[start : start + size] for start in starts), key=lambda span: sum(map(COMMON.__getitem__, span)))
    return capitalised(chosen) if rng.random() < 0.7 else chosen[0].capitalize() + " " + " ".join(chosen[1:])


def joined(names: list[str], rng: random.Random) -> str:
    """Names on one line."""
    if rng.random() < 0.15:
        return "; ".join(turned(name) for name in names)
    glue = rng.choice((", ", ", ", ", ", "; "))
    last = rng.choice((glue, " and ", glue + "and ", " & ", " et "))
    more = rng.random()
    text = names[0] if len(names) == 1 else glue.join(names[:-1]) + last + names[-1]
    return text + (" et al." if more < 0.02 else " and others" if more < 0.03 else "")


def pages(papers: list[dict[str, Any]], rng: random.Random) -> Iterator[list[Example]]:
    """Every paper once, on pages of many styles."""
    order = list(papers)
    rng.shuffle(order)
    while order:
        size = min(len(order), int(rng.choice((10, 30, 80, 300, 1000))))
        batch, order = order[:size], order[size:]
        abstracts = rng.choice((0.0, 0.3, 0.6, 1.0))
        one_line = rng.random() < 0.3
        inverted = not one_line and rng.random() < 0.08
        drop = rng.choice((0.0, 0.3))
        broken = rng.random() < 0.15
        page: list[Example] = []
        for paper in batch:
            title, abstract = str(paper["title"]), " ".join(str(paper.get("abstract") or "").split())
            listed = [str(name) for name in paper["authors"]]
            names = [name for name in listed if rng.random() >= drop] or listed[:1]
            pick = rng.random()
            if pick < 0.25 and abstract:
                title = made_up_title(abstract, rng) or title
            elif pick < 0.28:
                title = title.upper()
            elif pick < 0.31:
                title = title[0] + title[1:].lower()
            page.append((title, 0))
            names = [odd_name(abstract, rng) if rng.random() < 0.05 else vary(name, rng) for name in names]
            page += [(joined(names, rng), 1)] if one_line else [(turned(name) if inverted else name, 1) for name in names]
            if abstract and rng.random() < abstracts:
                pieces = re.split(r"(?<=[.?!]) (?=[A-Z])", abstract)
                if broken:
                    page += [(piece, 2) for piece in pieces if piece]
                else:
                    page.append((abstract if rng.random() < 0.8 else " ".join(pieces[: rng.randint(1, 3)]), 2))
        yield page


def examples(page: list[Example], rng: random.Random) -> Iterator[tuple[Row, Row, int, float]]:
    """The buckets of each line of a page, what the line is, and how much it weighs."""
    page = [(" ".join(text.split()), role) for text, role in page if text.strip()]
    whole_page = Page([(text, role == 2 and len(text) > 140) for text, role in page])
    for index, (text, role) in enumerate(page):
        if role == 2 and rng.random() > 0.25:  # they are long, and easy
            continue
        parts = split_words(text)
        forget = rng.random()
        identity: list[str] = []
        letters: list[str] = []
        for part in parts:
            for word, place in places(part):
                features = list(word_features(word, place))
                identity += features[2:] if forget < FORGET_WORDS else features
                if forget > FORGET_LETTERS:
                    letters += letter_features(word, place)
        whole = [*line_features(text, parts), "#bias"]
        if rng.random() > FORGET_PAGE:
            whole += whole_page.features(index, text, parts)
        count = sum(map(len, parts))
        weight = (2.0 if role == 0 and count < 5 else 1.0) * (FAINT if forget <= FORGET_LETTERS else 1.0)
        name = Row(buckets(whole, NAME_BUCKETS), buckets(identity + letters, NAME_BUCKETS), share(count))
        prose = Row(buckets(whole, PROSE_BUCKETS), buckets(identity, PROSE_BUCKETS), share(count))
        yield name, prose, role, weight


class Row:
    """The buckets of a line: those of the line as a whole, and those of its words, which share a line's weight."""

    __slots__ = ("columns", "values")

    def __init__(self, whole: list[int], words: list[int], part: float) -> None:
        self.columns = np.array(whole + words, dtype=np.int32)
        self.values = np.repeat(np.array([1.0, part], dtype=np.float32), [len(whole), len(words)])


def matrix(rows: list[Row], width: int) -> csr_matrix:
    pointers = np.concatenate([[0], np.cumsum([len(row.columns) for row in rows])])
    columns = np.concatenate([row.columns for row in rows])
    return csr_matrix((np.concatenate([row.values for row in rows]), columns, pointers), shape=(len(rows), width))


def fit(x: csr_matrix, y: np.ndarray, weight: np.ndarray, penalty: float) -> np.ndarray:
    """Logistic regression with an L2 penalty."""
    sign = np.where(y, 1.0, -1.0)
    transposed = x.T.tocsr()

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ w.astype(np.float32))
        value = float(np.sum(weight * np.logaddexp(0, -margin))) + 0.5 * penalty * float(w @ w)
        slope = -sign * weight / (1 + np.exp(np.clip(margin, -50, 50)))
        return value, (transposed @ slope.astype(np.float32)).astype(np.float64) + penalty * w

    result = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 120})
    print("loss", result.fun, "after", result.nit)  # noqa: T201 - a script's report
    return result.x


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    parser.add_argument("--penalty", type=float, default=0.4, help="of the squares of the weights")
    parser.add_argument("--rounds", type=int, default=5, help="how often each paper is used, each time otherwise")
    arguments = parser.parse_args()
    rng = random.Random(20190101)  # noqa: S311 - not for secrets
    with gzip.open(arguments.papers, "rt", encoding="utf-8") as stream:
        papers = [paper for line in stream if (paper := json.loads(line))["authors"] and paper["title"].strip()]
    for paper in papers:
        COMMON.update(WORD.findall(str(paper.get("abstract") or "")[:3000]))
    names: list[Row] = []
    proses: list[Row] = []
    roles: list[int] = []
    weights: list[float] = []
    for _ in range(arguments.rounds):
        for page in pages(papers, rng):
            for name, prose, role, weight in examples(page, rng):
                weights.append(weight)
                names.append(name)
                proses.append(prose)
                roles.append(role)
    role = np.array(roles)
    print(len(roles), "lines")  # noqa: T201
    balance = np.where(role == 0, 2.0, np.where(role == 1, 1.0, 0.5)) * np.array(weights)
    name_weights = fit(matrix(names, NAME_BUCKETS), role == 1, balance, penalty=arguments.penalty)
    rest = np.flatnonzero(role != 1)
    prose = matrix([proses[index] for index in rest], PROSE_BUCKETS)
    prose_weights = fit(prose, role[rest] == 2, np.ones(len(rest)), penalty=arguments.penalty)
    both = np.clip(np.round(np.concatenate([name_weights, prose_weights]) * SCALE), -127, 127).astype(np.int8)
    arguments.output.write_bytes(zlib.compress(both.tobytes(), 9))
    print(arguments.output.stat().st_size, "bytes; largest", abs(name_weights).max(), abs(prose_weights).max())  # noqa: T201


if __name__ == "__main__":
    main()
