"""Which kind of section of the NIH library answers which kind of wording."""

GOLD = {
    "information": ["information"], "definition-of-word": ["information"], "symptoms": ["symptoms"], "pain": ["symptoms"],
    "causes": ["causes"], "susceptibility": ["susceptibility"], "inheritance": ["inheritance"],
    "exams-and-tests": ["exams and tests"], "treatment": ["treatment"], "medicines": ["treatment"],
    "surgery-procedure": ["treatment"], "prevention": ["prevention"], "outlook": ["outlook"], "complications": ["complications"],
    "frequency": ["frequency"], "stages": ["stages"], "research": ["research"], "living-with": ["considerations"],
    "food-drink": ["considerations"],
}  # fmt: skip
"""Kind of wording -> kind of section in the NIH library."""
NEVER = {
    "history",
    "cost",
    "travel",
    "preparation",
    "aftercare",
    "side-effects",
    "contagious",
    "support",
    "pregnancy",
    "sex-fertility",
    "own-result",
}
"""Kinds that no NIH section is about, unless its text has one of these words:"""
UNLESS = {
    "contagious": ("contagi", "spread", "infecti"), "support": ("support",), "pregnancy": ("pregnan",),
    "sex-fertility": ("sex", "fertil"), "side-effects": ("side effect",), "aftercare": ("recover", "after "),
    "preparation": ("prepar", "before"), "cost": ("cost",), "travel": ("travel",),
    "history": ("histor", "first described", "named"), "own-result": ("level", "range", "result"),
}  # fmt: skip
DOUBTFUL = {"complications", "susceptibility", "inheritance", "pain", "medicines", "surgery-procedure"}
"""Where an article has no such section, another may answer: nothing is learnt from it."""
