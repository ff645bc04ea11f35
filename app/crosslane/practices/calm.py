"""What says that all is well, or denies a trouble: such clauses are no complaint. English."""

from __future__ import annotations

import re

# What people say they do not have to do, or no longer have to.
_BURDEN = r"(?:wait|queue|copy|break|chase|type|retype|click|ask|need|fill|phone|ring|guess|fight|worry|log on|restart)"
_TROUBLE = (
    r"(?:problem|issue|trouble|complaint|delay|queue|wait|bottleneck|outage|surprise|manual step|"
    r"manual work|approval|backlog)s?"
)
_CALM = (
    rf"\b(?:no|not a|not an|never a|never an|without|never had an?|never had any|no more|hardly any) "
    rf"(?:big |real |more |such )?{_TROUBLE}\b",
    rf"n['o]t (?:had|seen|have) (?:an?|any|one) (?:\w+ )?{_TROUBLE}\b",
    rf"\b(?:is|was|are)(?:n't| not) (?:an?|the|much of a) {_TROUBLE}\b",
    rf"\b(?:do|does|did|need|have)(?:n't| not| no) (?:have to |need to |need an? |need )?(?:\w+ )?{_BURDEN}\b.*\bany ?more\b",
    r"\b(?:do|does|did|need|have)(?:n't| not| no) (?:to )?(?:have to |need to )?(?:wait|queue)\b",
    r"\b(?:do|does)(?:n't| not) (?:need|have to)\b(?! know)",
    r"\b(?:works?|runs?|goes|went|going) (?:very |quite |pretty |really )?(?:well|fine|smoothly|like clockwork)\b",
    r"\b(?:is|are|was) (?:all |now |quite |really )?(?:fine|great|quick|fast|in place|up to date|automated|automatic)\b",
    r"\bjust works\b",
    r"\b(?:alarms?|alerts?|errors?|mistakes|returns|incidents|outages|complaints) (?:are|is) (?:very )?(?:few|rare)\b",
    r"\b(?:that|it|this) (?:is|was|has been|got) (?:all |now )?(?:solved|sorted out|fixed|over)\b",
    r"\b(?:a thing of the past|are happy|are over|that is over)\b",
    r"\bno longer (?:ha(?:s|ve) to|needs?|waits?|queues?|breaks?|depends?|copy|copies|types?|a problem|an issue)\b",
    r"\bused to\b.*\bnow\b.*\b(?:minutes?|hours?|seconds?|automatic\w*|by itself|at once|fine|better|quick\w*)\b",
    r"\bused to be\b.*\b(?:now|but|until)\b|\bused to be a\b",
    r"\b(?:answered|granted|picked up|reviewed|merged|done|deployed|delivered|restored|roll(?:ed)? back|tested|fixed)\b"
    r".*\b(?:at once|on the same day|the same day|within (?:the|an?|one|two|a few) (?:hour|minute|day)s?"
    r"|in (?:an?|one|two|three|four|five|ten|\d+) minutes?)\b",
    r"\bno \w+(?: \w+)? (?:is|are) (?:needed|necessary|required|left)\b|\bthere (?:is|are) no \w+(?: \w+)? left\b",
    r"\b(?:always|all) (?:know|agreed?|tell|told)\b|\b(?:tells?|told|ask|asks|asked) us (?:before|first|beforehand|in time)\b",
    r"\bany (?:one )?of (?:us|them|the \w+ of us)\b.*\bcan\b|\beverybody in the team can\b",
    r"\bnobody (?:complains?|minds|has (?:ever )?complained|has to)\b",
    r"\b(?:use|have|share) the same (?:definition|number|figure|environment|meaning)s?\b|\bare the same, \b",
    r"\bas agreed\b|\b(?:is|are) in the vault\b|\bhas practised it\b|\bhave practised\b",
    r"\b(?:is|are) (?:written down|watched|checked|retrained|versioned|tested|read|reviewed|rehearsed|monitored)\b"
    r".*\b(?:every|each|daily|always|automatically|by)\b",
)
_ANY = re.compile("|".join(_CALM))
# Praise, where nothing is denied beside it.
_PRAISE = re.compile(
    r"\b(?:is|are|was|were) (?:very |really |quite )?(?:good|clear|complete|correct|easy|excellent|smooth|pleasant|limited)\b"
    r"|\banswers? (?:very )?quickly\b|\bagree$"
    r"|\b(?:updated|changed|renewed|checked|retrained) (?:automatically|by (?:itself|themselves))\b"
    r"|\bdone in (?:an?|one|two) (?:days?|hours?|minutes?)\b|\bthe same (?:hour|minute)\b"
)
_DENIED = re.compile(r"\b(?:no|not|never|nobody|none|nothing|nowhere|cannot|without|less|if|when|than)\b|n't\b")
# A clause with one of these complains, whatever else it says.
_COMPLAINT = re.compile(
    r"\b(?:but|still|except|unless|only|yet|supposed|should|too|though|although|even|instead|until|unfortunately|"
    r"wrong|late|by hand|worse|nobody knows|no one knows|never know)\b"
)
# These deny a trouble even where such a word stands beside.
_FIRM = re.compile(
    rf"\b(?:is|are) in the vault\b|\bhave(?:n't| not) had an? \w+ since\b|\b(?:two|three|both) teams plan together\b"
    rf"|\bno longer (?:ha(?:s|ve) to|needs?|waits?|queues?)\b|\bn(?:'t|ot) \w+(?: \w+)? by hand any ?more\b"
    rf"|\bnever (?:had|have) (?:an?|any) {_TROUBLE}\b|\bno problem\b|\bused to be\b.*\bsolved\b"
    r"|\blike (?:a charm|clockwork)\b|\bhas been (?:great|good|fine|quiet) (?:ever )?since\b|\bnobody is blamed\b"
    r"|\bi never have to\b"
)


def is_calm(clause: str) -> bool:
    """Say whether a clause denies a trouble or says that all is well."""
    text = clause.lower().replace("’", "'")
    if _FIRM.search(text):
        return True
    praised = _PRAISE.search(text) and not _DENIED.search(text)
    return bool((_ANY.search(text) or praised) and not _COMPLAINT.search(text))
