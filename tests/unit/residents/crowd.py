"""A borough of made-up people, and the ways in which a name is misheard, mistyped or only half remembered.

Nothing here comes from the search: no table, no function, so that the search cannot mark its own work.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta


def words(text: str) -> list[str]:
    return text.split()


FAMILIES = words("""
Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts
Green Hall Wood Jackson Clarke Clark Harris Lewis Cooper King Lee Martin Morris James Morgan Baker Bell Carter Cook
Ward Turner Hill Moore Khan Hughes Edwards Parker Phillips Mitchell Kelly Begum Ali Singh Kaur Ahmed Hussain Murphy
Bennett Cox Gray Shaw Mason Hunt Palmer Holmes Mills Webb Rogers Stevens Stephens Allen Fisher Barker Barnes Pearson
Chapman Knight Fox Reid Reed Read Russell Matthews Mathews Graham Fletcher Watts Harvey Saunders Sanders Sullivan
O'Sullivan O'Brien O'Connor O'Neill Connor McDonald MacDonald McCarthy McKenzie Fitzgerald Gallagher Doherty Dougherty
Byrne Burns Burke Quinn Kavanagh Adeyemi Adebayo Okafor Okonkwo Oyelaran Olawale Ogunleye Balogun Eze Nwosu Obi Chukwu
Mensah Owusu Boateng Asante Osei Appiah Kamara Sesay Conteh Bangura Kowalski Nowak Wiśniewski Wójcik Kamiński
Zieliński Lewandowski Popescu Ionescu Dumitru Popa Stan Petrov Ivanova Kazlauskas Jankauskas Petrauskas Ferreira Silva
Santos Oliveira Costa Núñez García Fernández Nguyen Tran Pham Wong Chan Cheung Sharma Gupta Shah Desai Mehta Joshi
Rahman Chowdhury Miah Uddin Islam Malik Iqbal Mahmood Abernathy Ackroyd Ainsworth Aldridge Appleby Ashdown Atherton
Babbington Bagshaw Barraclough Beauchamp Beckinsale Blenkinsop Bradshaw Braithwaite Buckingham Butterworth Cartwright
Chamberlain Chatterton Cholmondeley Colquhoun Crabtree Cunningham Dalrymple Dewhurst Drinkwater Eccleston Entwistle
Fairclough Farnsworth Featherstone Fotheringham Fairweather Gascoigne Goldsworthy Greenhalgh Grimshaw Haythornthwaite
Heathcote Higginbottom Hollingsworth Hothersall Huddlestone Inglethorpe Jagger Kitchener Lancaster Leatherbarrow
Longbottom Mainwaring Marjoribanks Merryweather Micklethwaite Montgomery Nightingale Oglethorpe Osbaldeston Pemberton
Pettigrew Postlethwaite Prendergast Quartermaine Ramsbottom Ravenscroft Rotherham Satterthwaite Shackleton
Shuttleworth Sidebottom Slaughter Snodgrass Somerville Southgate Stallybrass Strickland Sutcliffe Tattersall
Thistlethwaite Threlfall Trelawney Twelvetrees Unsworth Urquhart Vavasour Waddington Wainwright Walmsley Wetherby
Whittington Wigglesworth Winterbottom Wolstenholme Worthington Yardley Younghusband Smith-Jones Taylor-Brown
Evans-Clarke Hall-Davies Khan-Williams
""")
GIVENS = words("""
Margaret Jean Joan Mary Dorothy Doreen Patricia Barbara Sheila Maureen Brenda Shirley Sylvia Beryl Audrey Pauline
Irene Christine Susan Linda Carol Sandra Janet Ann Anne Anna Eileen Rita Joyce June Pamela Valerie Gillian Elizabeth
Catherine Kathleen Winifred Gladys Hilda Edith Ethel Florence Violet Ivy Rose Lily Elsie Vera Nora Phyllis Muriel
Marjorie Constance John William David Michael Peter Brian Robert James George Ronald Kenneth Derek Roy Raymond Dennis
Terence Alan Anthony Roger Barry Colin Keith Malcolm Trevor Norman Stanley Leonard Albert Frederick Arthur Harold
Ernest Walter Sidney Cyril Stephen Steven Paul Mark Andrew Christopher Philip Phillip Geoffrey Jeffrey Graham Martin
Nigel Gordon Douglas Donald Fatima Amina Khadija Maryam Mohammed Ahmed Ibrahim Yusuf Hassan Abdul Priya Sunita Anjali
Rajesh Sanjay Vijay Gurpreet Harpreet Amarjit Chioma Ngozi Adaeze Folake Funmilayo Oluwaseun Babatunde Emeka Chinedu
Kwame Kofi Abena Akosua Esi Agnieszka Katarzyna Małgorzata Zofia Wojciech Stanisław Krzysztof Andrzej Ioana Elena
Mihai Andrei Dmitri Olga Svetlana José María João Conceição Thảo Linh Wei Mei Siobhán Niamh Aoife Seán Pádraig Bronwyn
Gwendolen Llewellyn Angharad
""")
KNOWN_AS = ("Dot", "Nan", "Sonny", "Bunty", "Paddy", "Queenie", "Ginger", "Mo", "Kit", "Birdie", "Duke", "Tilly")


@dataclass(frozen=True)
class Someone:
    """One made-up person; `known_as` and `previous` may be empty."""

    given: str
    family: str
    known_as: str
    previous: str
    born_on: date
    postcode: str
    phone: str


def crowd(size: int, rnd: random.Random) -> list[Someone]:
    """`size` people in households, with common names common and rare ones rare."""
    postcodes = [_postcode(rnd) for _ in range(size // 5)]
    often = [1 / (rank + 10) for rank in range(len(FAMILIES))]
    people: list[Someone] = []
    while len(people) < size:
        family, postcode = rnd.choices(FAMILIES, often)[0], rnd.choice(postcodes)
        people += [_someone(rnd, family, postcode) for _ in range(rnd.choice((1, 1, 2, 2, 3)))]
    return people[:size]


def _someone(rnd: random.Random, family: str, postcode: str) -> Someone:
    return Someone(
        given=rnd.choices(GIVENS, [1 / (rank + 15) for rank in range(len(GIVENS))])[0],
        family=family,
        known_as=rnd.choice(KNOWN_AS) if rnd.random() < 0.15 else "",
        previous=rnd.choice(FAMILIES) if rnd.random() < 0.15 else "",
        born_on=date(1930, 1, 1) + timedelta(days=rnd.randrange(365 * 60)),
        postcode=postcode,
        phone=f"07700{rnd.randrange(10**6):06}" if rnd.random() < 0.5 else f"01375{rnd.randrange(10**6):06}",
    )


def _postcode(rnd: random.Random) -> str:
    end = rnd.choice("ABDEFGHJLNPQ") + rnd.choice("ABDEFGHJLNPQ")
    return f"RM{rnd.choice((15, 16, 17, 18, 19, 20))} {rnd.randint(1, 9)}{end}"


# Slips of the finger.
def wrong_letter(word: str, rnd: random.Random) -> str:
    at = rnd.randrange(len(word))
    return word[:at] + rnd.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :]


def missing_letter(word: str, rnd: random.Random) -> str:
    at = rnd.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def further_letter(word: str, rnd: random.Random) -> str:
    at = rnd.randrange(1, len(word))
    return word[:at] + rnd.choice("aeiourstln") + word[at:]


def letters_swapped(word: str, rnd: random.Random) -> str:
    at = rnd.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def letter_doubled(word: str, rnd: random.Random) -> str:
    at = rnd.randrange(len(word))
    return word[:at] + word[at] + word[at:]


# Slips of the ear.
HEARD = (
    ("ph", "f"), ("ck", "k"), ("th", "f"), ("ey", "y"), ("ie", "y"), ("ee", "ea"), ("ai", "ay"), ("ll", "l"),
    ("nn", "n"), ("tt", "t"), ("c", "k"), ("s", "z"), ("y", "i"), ("mac", "mc"), ("v", "w"), ("ou", "ow"), ("er", "ar"),
)  # fmt: skip


def misheard(word: str, rnd: random.Random) -> str:
    fitting = [pair for pair in HEARD if pair[0] in word.lower()]
    if not fitting:
        return wrong_letter(word, rnd)
    said, heard = rnd.choice(fitting)
    return word.lower().replace(said, heard, 1)


SLIPS = (wrong_letter, missing_letter, further_letter, letters_swapped, letter_doubled, misheard)


def damaged(word: str, rnd: random.Random) -> str:
    """`word` with one slip; words of two letters are left alone, as nobody could know them again."""
    return rnd.choice(SLIPS)(word, rnd) if len(word) > 2 else word


def damaged_name(someone: Someone, rnd: random.Random) -> str:
    """Both names in either order, with a slip in one or in both; sometimes known-as or an earlier name."""
    given = someone.known_as if someone.known_as and rnd.random() < 0.3 else someone.given
    family = someone.previous if someone.previous and rnd.random() < 0.3 else someone.family
    which = rnd.random()
    if which < 0.75:
        family = damaged(family, rnd)
    if which > 0.55:
        given = damaged(given, rnd)
    names = [given, family]
    rnd.shuffle(names)
    return rnd.choice((str, str.lower, str.upper))(" ".join(names))


def a_detail(someone: Someone, rnd: random.Random) -> str:
    """One thing more that a caller knows: birth date, postcode, half a postcode, telephone or the year of birth."""
    return rnd.choice(
        (
            f"{someone.born_on:%d/%m/%Y}",
            f"{someone.born_on.day}/{someone.born_on.month}/{someone.born_on:%y}",
            f"{someone.born_on:%d%m%Y}",
            someone.postcode,
            someone.postcode.lower().replace(" ", ""),
            someone.postcode[:-2],
            someone.phone,
        )
    )
