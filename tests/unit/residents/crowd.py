"""A borough of made-up people for the search; nothing here comes from the search, neither a table nor a function."""

import random
from dataclasses import dataclass, replace
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
ONE_NAME_ONLY = 0.03
KNOWN_AS = ("Dot", "Nan", "Sonny", "Bunty", "Paddy", "Queenie", "Ginger", "Mo", "Kit", "Birdie", "Duke", "Tilly")


@dataclass(frozen=True)
class Someone:
    """One made-up person; `known_as` and `previous` may be empty, and so may one of `given` and `family`."""

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
    whole = _with_both_names(rnd, family, postcode)
    one_name_only = rnd.random() < ONE_NAME_ONLY
    return replace(whole, given="", known_as="", previous="") if one_name_only else whole


def _with_both_names(rnd: random.Random, family: str, postcode: str) -> Someone:
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
