"""Points and hard rules of one pair in plain Python, written from the definitions and not from the engine."""

HOUR = 4
WEEK = 7 * 24 * HOUR
FIFTHS = {
    ("online", "online"): (5, 5, 5),
    ("online", "both"): (5, 5, 5),
    ("both", "online"): (5, 5, 5),
    ("both", "both"): (5, 3, 0),
    ("both", "onsite"): (5, 0, 0),
    ("onsite", "both"): (5, 0, 0),
    ("onsite", "onsite"): (5, 0, 0),
}


def points(criterion, junior, senior, rules, maximum):
    return FORMULAS[criterion](junior, senior, rules, maximum)


def split(total, weights):
    """Shares of `total` by weight; what rounding leaves goes to the largest remainders, first come first served."""
    whole = sum(weights.values())
    shares = {name: total * weights[name] // whole for name in sorted(weights)}
    left = total - sum(shares.values())
    for name in sorted(shares, key=lambda name: total * weights[name] % whole, reverse=True)[:left]:
        shares[name] += 1
    return shares


def skills(junior, senior, rules, maximum):
    share = split(maximum // 5, senior.skills)
    return sum(share[name] * junior.skills[name] for name in share if name in junior.skills)


def topics(junior, senior, rules, maximum):
    share = split(maximum, dict.fromkeys(senior.topics, 1))
    return sum(share[name] for name in share if name in junior.topics)


def time(junior, senior, rules, maximum):
    both = junior.times & senior.times
    steps = range(-(-rules.session_minutes // 15))
    fitting = [slot for slot in range(0, WEEK, 2) if all((slot + step) % WEEK in both for step in steps)]
    return maximum * min(len(fitting), 6) // 6


def seniority(person, rules):
    if rules.measure == "level":
        return person.level
    if rules.measure == "age_band":
        return person.age_band
    return None if person.years is None else round(12 * person.years)


def least(rules):
    return max(1, round(rules.min_distance * (12 if rules.measure == "experience" else 1)))


def distance(junior, senior, rules, maximum):
    low, high = seniority(junior, rules), seniority(senior, rules)
    if low is None or high is None or high <= low:
        return 0
    full = max({"level": 3, "age_band": 3, "experience": 120}[rules.measure], least(rules))
    return maximum * min(high - low, full) // full


def department(junior, senior, rules, maximum):
    known = junior.department and senior.department
    return maximum if known and junior.department != senior.department else 0


def place(junior, senior, rules, maximum):
    fifths = FIFTHS.get((junior.form, senior.form), (0, 0, 0))
    if junior.place and senior.place:
        return maximum * fifths[0 if junior.place == senior.place else 1] // 5
    return maximum * fifths[2] // 5


def language(junior, senior, rules, maximum):
    return maximum if len(junior.languages & senior.languages) > int(rules.common_language) else 0


def wishes(junior, senior, rules, maximum):
    met = [not a.wishes or b.key in a.wishes for a, b in ((junior, senior), (senior, junior))]
    return maximum // 2 * sum(met)


FORMULAS = {f.__name__: f for f in (skills, topics, time, distance, department, place, language, wishes)}


def steps(person):
    """Who stands on each step above somebody; a step of one person is written as their key."""
    return [[step] if isinstance(step, str) else step for step in person.line or ()]


def flat(lists):
    return {key for keys in lists for key in keys}


def untold(person, rules):
    """Rules that are on and that this person gave no data for."""
    line = [[""]] if person.line is None else steps(person)
    depth = rules.reporting_depth
    lacks = {
        "common_language": rules.common_language and not person.languages,
        "mentor_junior": seniority(person, rules) is None,
        "reporting_line": depth != 0 and "" in flat(line[:1] if person.line is None else line[:depth]),
        "mentor_below": rules.mentor_below and person.side == "mentor" and "" in flat(line),
        "shared_manager": rules.shared_depth > 0 and "" in flat(line[: rules.shared_depth]),
        "other_department": rules.other_department and person.department is None,
        "other_place": rules.other_place and person.place is None,
    }
    return {rule for rule, lacking in lacks.items() if lacking}


def reasons(junior, senior, rules):
    """Codes of the hard rules that a pair breaks, without the floor."""
    low, high = seniority(junior, rules), seniority(senior, rules)
    lines = [flat(steps(person)[: rules.reporting_depth]) for person in (junior, senior)]
    shared = [flat(steps(person)[: rules.shared_depth]) - {""} for person in (junior, senior)]
    pair = junior.key, senior.key
    broken = {
        "not_opted_in": not (junior.opted_in and senior.opted_in),
        "same_person": junior.key == senior.key,
        "excluded": pair in rules.excluded,
        "declined": pair in rules.declined or senior.key in junior.avoid or junior.key in senior.avoid,
        "cannot_check": bool((untold(junior, rules) | untold(senior, rules)) & rules.strict),
        "mentor_below": rules.mentor_below and senior.key in flat(steps(junior)),
        "shared_manager": bool(shared[0] & shared[1]),
        "same_department": rules.other_department and junior.department == senior.department is not None,
        "same_place": rules.other_place and junior.place == senior.place is not None,
        "same_reporting_line": senior.key in lines[0] or junior.key in lines[1],
        "mentor_not_junior": None not in (low, high) and high - low < least(rules),
        "no_common_language": rules.common_language
        and bool(junior.languages and senior.languages)
        and not junior.languages & senior.languages,
    }
    return {code for code, applies in broken.items() if applies}
