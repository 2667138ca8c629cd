"""Names by which people in Thurrock call a place, and with what a postcode there begins.

A name is not a boundary: it says only in which postcodes somebody who names it looks first.
"""

BEGINNINGS = {
    "Aveley": "RM15 4",
    "Belhus": "RM15 5",
    "Blackshots": "RM16 2",
    "Chadwell": "RM16 4",
    "Chadwell St Mary": "RM16 4",
    "Chafford Hundred": "RM16 6",
    "Corringham": "SS17 7",
    "Coryton": "SS17 9",
    "East Tilbury": "RM18 8",
    "Fobbing": "SS17 9",
    "Grays": "RM17",
    "Horndon": "SS17 8",
    "Horndon on the Hill": "SS17 8",
    "Lakeside": "RM20",
    "Linford": "SS17 0",
    "Little Thurrock": "RM17 5",
    "Mucking": "SS17 0",
    "North Stifford": "RM16 5",
    "Ockendon": "RM15",
    "Orsett": "RM16 3",
    "Purfleet": "RM19",
    "Purfleet-on-Thames": "RM19",
    "South Ockendon": "RM15",
    "South Stifford": "RM20",
    "Stanford": "SS17 0",
    "Stanford-le-Hope": "SS17 0",
    "Stifford Clays": "RM16 2",
    "Tilbury": "RM18",
    "West Thurrock": "RM20",
    "West Tilbury": "RM18 8",
}
