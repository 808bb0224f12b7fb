"""The words the demo is made of: invented people and companies, plausible teams and products.

Every e-mail address is under example.com or example.org, and every telephone number lies in a
range that the regulators keep free for fiction.
"""

REGIONS = ("EMEA", "Americas", "APAC")

# (team, region), in the order in which teams are opened as the company grows.
TEAMS: tuple[tuple[str, int], ...] = (
    ("North", 0), ("West", 1), ("East", 2), ("South", 0), ("Enterprise", 1), ("Central", 0),
    ("Pacific", 2), ("Midwest", 1), ("Partners", 0), ("Nordics", 0), ("Southeast", 1),
    ("Benelux", 0), ("Harbour", 2), ("Mountain", 1), ("Iberia", 0), ("Alpine", 0),
    ("Great Lakes", 1), ("Tasman", 2), ("Baltic", 0), ("Gulf Coast", 1), ("Adriatic", 0),
    ("Coral", 2), ("Prairie", 1), ("Atlantic", 0), ("New England", 1), ("Highlands", 0),
    ("Straits", 2), ("Sunbelt", 1), ("Rhine", 0), ("Danube", 0), ("Northwest", 1),
    ("Monsoon", 2), ("Public sector", 0), ("Andes", 1), ("Islands", 0), ("Capital", 1),
    ("Lotus", 2), ("Channel", 0), ("Caribbean", 1), ("Levant", 0), ("Maple", 1), ("Delta", 2),
    ("Strategic accounts", 0), ("Ozark", 1), ("Fjord", 0), ("Peninsula", 2), ("Pampas", 1),
    ("Balkan", 0), ("Inside sales", 0), ("Canyon", 1), ("Bamboo", 2), ("Moselle", 0),
    ("Bayou", 1), ("Lakeland", 0), ("Southern Cross", 2), ("Piedmont", 1), ("Carpathia", 0),
)  # fmt: skip
LENGTHENING_TEAM = "West"
SUPPORT_TEAM = "Support"

SOURCES = ("Referral", "Website", "Trade fair", "Cold call", "Partner", "Social")
SOURCE_WEIGHTS = (0.18, 0.28, 0.12, 0.16, 0.13, 0.13)
BAD_SOURCE = "Cold call"

PRODUCTS = ("Starter", "Team", "Business", "Insight", "Care plan")
SEGMENTS = ("Small", "Mid-market", "Enterprise")
SIZES = ("1-10", "11-50", "51-200", "201-1000", "1001+")
INDUSTRIES = (
    "Manufacturing", "Wholesale", "Retail", "Logistics", "Construction", "Health care",
    "Software", "Finance", "Food", "Education", "Energy",
)  # fmt: skip
COUNTRIES = (
    ("United Kingdom", "Germany", "France", "Netherlands", "Sweden", "Spain", "Italy"),
    ("United States", "Canada", "Mexico", "Brazil"),
    ("Australia", "Singapore", "Japan", "New Zealand", "India"),
)

# pipeline -> (stage, outcome, probability), in order.
PIPELINES: tuple[tuple[str, tuple[tuple[str, str, float], ...]], ...] = (
    (
        "New business",
        (
            ("Qualification", "open", 0.10),
            ("Discovery", "open", 0.25),
            ("Proposal", "open", 0.45),
            ("Negotiation", "open", 0.70),
            ("Won", "won", 1.0),
            ("Lost", "lost", 0.0),
        ),
    ),
    (
        "Expansion",
        (
            ("Identified", "open", 0.20),
            ("Offer", "open", 0.50),
            ("Agreement", "open", 0.80),
            ("Signed", "won", 1.0),
            ("Invoiced", "won", 1.0),
            ("Declined", "lost", 0.0),
        ),
    ),
)

LOSS_REASONS = (
    "Price", "Competitor", "No budget", "Timing", "Missing feature", "Stayed with the old way",
)  # fmt: skip
LATE_LOSS_REASONS = ("No decision", "No answer any more", "Project stopped")
PLACEHOLDERS = ("-", "n/a", "unknown", "test")

FIRST_NAMES = (
    "Ada", "Aiko", "Alba", "Amara", "Anders", "Anika", "Anton", "Ari", "Astrid", "Ben", "Bianca",
    "Bram", "Camille", "Carla", "Carlos", "Cedric", "Chiara", "Clara", "Cora", "Daan", "Dalia",
    "Darius", "Diego", "Dora", "Edith", "Elena", "Elias", "Elif", "Emil", "Enzo", "Erik", "Esther",
    "Eva", "Farid", "Felix", "Fiona", "Flora", "Frida", "Gabriel", "Georg", "Greta", "Hana",
    "Hannes", "Hugo", "Ida", "Ilse", "Imran", "Ines", "Iris", "Ivan", "Jana", "Jasper", "Jonas",
    "Jürgen", "Kai", "Karin", "Kenji", "Lars", "Laszlo", "Leila", "Leo", "Lina", "Luca", "Lucía",
    "Maeve", "Magnus", "Malik", "Mara", "Marek", "Marta", "Mei", "Mika", "Milan", "Mina", "Nadia",
    "Nico", "Nils", "Nora", "Olga", "Omar", "Oskar", "Pablo", "Paula", "Petra", "Priya", "Quentin",
    "Rafael", "Rana", "René", "Rosa", "Ruben", "Samira", "Selma", "Sven", "Tara", "Teo", "Tessa",
    "Thea", "Tomas", "Uma", "Vera", "Viktor", "Wim", "Yara", "Yusuf", "Zoë",
)  # fmt: skip
LAST_STARTS = (
    "Al", "Ash", "Bar", "Bel", "Berg", "Bran", "Cal", "Car", "Dal", "Dor", "Eck", "El", "Fal",
    "Fen", "Gar", "Gold", "Hal", "Har", "Holm", "Ing", "Kel", "Kor", "Lam", "Lin", "Lor", "Mal",
    "Mar", "Mor", "Nor", "Ol", "Ost", "Pel", "Ram", "Ros", "Sand", "Sil", "Tal", "Tor", "Val",
    "Wal", "West", "Win",
)  # fmt: skip
LAST_ENDS = (
    "aard", "ado", "ander", "ano", "bach", "beck", "berg", "by", "dahl", "den", "dorn", "ek",
    "ell", "enko", "ero", "etti", "feld", "gren", "ham", "ides", "ini", "ley", "lin", "lund",
    "mann", "mark", "mond", "ova", "qvist", "ridge", "sen", "stad", "ton", "vik", "wick", "wood",
)  # fmt: skip
COMPANY_STARTS = (
    "Al", "Amber", "Arc", "Aster", "Auro", "Bay", "Bel", "Birch", "Blue", "Brae", "Bright",
    "Cedar", "Cinder", "Clear", "Cobalt", "Copper", "Coral", "Crest", "Dale", "Dawn", "Deep",
    "Drift", "Dune", "Ever", "Fair", "Falcon", "Fern", "Flint", "Fox", "Glen", "Gold", "Grand",
    "Gray", "Green", "Harbor", "Haven", "Hazel", "High", "Holt", "Iron", "Ivory", "Jade", "Keen",
    "Kestrel", "Lark", "Laurel", "Linden", "Lumen", "Maple", "Marsh", "Meadow", "Mill", "Moor",
    "Nor", "Oak", "Ocean", "Opal", "Orchid", "Pine", "Quarry", "Raven", "Red", "Ridge", "River",
    "Rowan", "Sage", "Silver", "Sol", "Stone", "Sun", "Swift", "Thorn", "Tide", "Timber", "Umber",
    "Vale", "Velvet", "Vista", "White", "Willow",
)  # fmt: skip
COMPANY_ENDS = (
    "bank", "beam", "bell", "bend", "bird", "borough", "bridge", "brook", "burn", "bury", "castle",
    "cliff", "cove", "craft", "croft", "cross", "dale", "den", "fall", "field", "fleet", "ford",
    "forge", "gate", "glade", "grove", "ham", "hart", "haven", "hill", "hold", "holm", "hurst",
    "keep", "land", "leaf", "light", "line", "lock", "mark", "mead", "mere", "mill", "mont",
    "mouth", "path", "peak", "point", "port", "reach", "rest", "rise", "rock", "root", "row",
    "shore", "side", "spring", "stead", "stone", "stream", "ton", "tower", "vale", "view", "ville",
    "wake", "ward", "water", "way", "well", "wharf", "wich", "wick", "wind", "wing", "wood",
    "worth", "yard",
)  # fmt: skip
COMPANY_KINDS = (
    "Systems", "Foods", "Logistics", "Partners", "Group", "Works", "Labs", "Trading", "Textiles",
    "Energy", "Media", "Health", "Tools", "Optics", "Motors", "Print", "Water", "Timber",
    "Packaging", "Hotels", "Finance", "Clinics", "Outdoor",
)  # fmt: skip
JOB_TITLES = (
    "Buyer", "Head of purchasing", "Managing director", "Office manager", "Head of sales",
    "IT manager", "Finance director", "Operations manager", "Project lead", "Assistant",
)  # fmt: skip

SUBJECTS = {
    "call": ("Follow-up call", "First call", "Call about the offer", "Check-in", "Price question"),
    "meeting": ("Demo", "Needs workshop", "Offer walk-through", "Contract meeting", "Review"),
    "email": ("Offer sent", "Documents", "Answer to questions", "Invitation", "Reminder"),
    "task": ("Prepare offer", "Update forecast", "Check contract", "Send samples", "Call back"),
    "note": ("Notes", "Background", "Next steps", "Competitor", "Decision makers"),
    "message": ("Short question", "Reply", "Date agreed", "Link sent", "Thanks"),
}
OUTCOMES = ("Interested", "Wants an offer", "Call again", "Decision pending", "No interest")

CHANNELS = {"Website": "Search ads", "Trade fair": "Event", "Social": "Social network"}
TOPICS = ("How-to", "Billing", "Login", "Bug", "Delivery", "Integration")
RISING_TOPIC = "Integration"
TICKET_CHANNELS = ("email", "phone", "chat", "portal")
PRIORITIES = ("low", "normal", "high", "urgent")
END_REASONS = ("Too expensive", "Not used", "Competitor", "Company closed", "Missing feature")
