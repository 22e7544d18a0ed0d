"""What was measured, as a table in Markdown and as a picture."""

import statistics

COLORS = {"prefd": "#2b6cb0", "the database alone": "#a0aec0"}
TITLES = {"get": "GET preferences", "put": "PUT preferences", "search": "search of users, 20 of a page, with total",
          "floor": "nothing", "refused": "a refusal without the database"}


def medians(rounds):
    """{(work, connections, server): {figure: median}}, in the order of measurement."""
    found = {}
    for row in rounds:
        found.setdefault((row["work"], row["connections"], row["server"]), []).append(row)
    return {key: _median(rows) for key, rows in found.items()}


def _median(rows):
    def middle(values):
        known = [value for value in values if value is not None]
        return statistics.median(known) if known else None
    figures = {name: middle([row.get(name) for row in rows]) for name in ("rate", "p50", "p99", "memory", "foreign")}
    figures["cpu"] = {name: middle([row["cpu"].get(name) for row in rows]) for name in rows[0]["cpu"]}
    figures["failed"] = sum(row["failed"] for row in rows)
    figures["clients"] = rows[0].get("clients")
    return figures


def _cell(value, form="{:.1f}"):
    return "" if value is None else form.format(value)


def table(found):
    """A line for each server, with prefd's rate divided by its."""
    lines = ["| work | connections | server | requests/s | prefd is | p50 ms | p99 ms | µs app | nginx | PostgreSQL | client | MiB "
             "| foreign | failed |", "| --- " + "| ---: " * 13 + "|"]
    for (work, connections, server), row in found.items():
        prefd = found.get((work, connections, "prefd"))
        ratio = f"{prefd['rate'] / row['rate']:.2f} ×" if prefd and server != "prefd" else ""
        cpu = [_cell(row["cpu"].get(name)) for name in ("app", "nginx", "postgresql", "client")]
        shown = server if row["clients"] is None else f"{server}, {row['clients']} clients"
        cells = [work, str(connections), shown, f"{row['rate']:,.0f}", ratio, _cell(row["p50"], "{:.2f}"),
                 _cell(row["p99"], "{:.2f}"), *cpu, _cell(row["memory"]), _cell(row["foreign"], "{:.0%}"), str(row["failed"])]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _bar(y, label, rate, longest, color):
    width = 460 * rate / longest
    return (f'<text x="232" y="{y + 15}" text-anchor="end">{label}</text>'
            f'<rect x="240" y="{y + 2}" width="{width:.1f}" height="17" rx="2" fill="{color}"/>'
            f'<text x="{246 + width:.1f}" y="{y + 15}">{rate:,.0f}</text>')


def picture(found, connections):
    """Bars of requests a second for each work, as SVG."""
    parts, y = [], 12
    for work in ("get", "put", "search"):
        rows = {server: row["rate"] for (w, c, server), row in found.items() if (w, c) == (work, connections)}
        if not rows:
            continue
        parts.append(f'<text x="240" y="{y + 16}" font-weight="bold">{TITLES[work]}: requests a second</text>')
        y += 26
        for server, rate in sorted(rows.items(), key=lambda item: -item[1]):
            parts.append(_bar(y, server, rate, max(rows.values()), COLORS.get(server, "#718096")))
            y += 23
        y += 14
    note = f'<text x="240" y="{y + 14}" fill="#4a5568">{connections} connections, medians, all behind the same nginx</text>'
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="780" height="{y + 28}" font-family="sans-serif" font-size="13">'
            f'<rect width="100%" height="100%" fill="white"/>{"".join(parts)}{note}</svg>\n')
