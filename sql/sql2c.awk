# Turns statement files into C: one statement a file, named as the file, text without its comment lines.
#   awk -f sql2c.awk -v emit=header|source -v prefix=STATEMENT -v array=statements [-v include=db/statement.h] FILE...
# header: enum with PREFIX__MAX and the array's declaration; source: the array. Comments stand on lines of their own.
# struct statement { const char *name, *sql; int parameter_count; } comes from the included file.

function fail(text) {
	print "sql2c.awk: " text > "/dev/stderr"
	failed = 1
	exit 1
}

function begin_statement(path) {
	sub(/^.*\//, "", path)
	sub(/\.sql$/, "", path)
	if (path !~ /^[a-z][a-z0-9_]*$/)
		fail(path ": not a statement name")
	if (path in seen)
		fail(path ": two files of this name")
	seen[path] = 1
	name[++count] = path
	parameters[count] = 0
}

function count_parameters(line, number) {
	while (match(line, /\$[0-9]+/)) {
		number = substr(line, RSTART + 1, RLENGTH - 1) + 0
		if (number > parameters[count])
			parameters[count] = number
		line = substr(line, RSTART + RLENGTH)
	}
}

# character by character: awks disagree on backslashes in a replacement
function quoted(line, i, c, out) {
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" c : c)
	}
	return "\"" out "\\n\""
}

function print_header(i) {
	printf "#ifndef %sS_GENERATED_H\n#define %sS_GENERATED_H\n\n#include \"%s\"\n\n", prefix, prefix, include
	printf "enum %s_id {\n", tolower(prefix)
	for (i = 1; i <= count; i++)
		printf "\t%s_%s,\n", prefix, toupper(name[i])
	printf "\t%s__MAX\n};\n\n", prefix
	printf "extern const struct statement %s[%s__MAX];\n\n#endif\n", array, prefix
}

function print_source(i) {
	printf "#include \"%s\"\n\nextern const struct statement %s[%d];\n\n", include, array, count
	printf "const struct statement %s[%d] = {\n", array, count
	for (i = 1; i <= count; i++)
		printf "\t{ \"%s\",\n%s,\n\t  %d },\n", name[i], text[i], parameters[i]
	print "};"
}

BEGIN { if (include == "") include = "db/statement.h" }
FNR == 1 { begin_statement(FILENAME) }
/^[ \t]*--/ || /^[ \t]*$/ { next }
{
	count_parameters($0)
	if (lines[count]++)
		text[count] = text[count] "\n"
	text[count] = text[count] "\t  " quoted($0)
}
END {
	if (failed)
		exit 1
	for (i = 1; i <= count; i++)
		if (!lines[i])
			fail(name[i] ": no statement")
	if (count == 0 || prefix == "" || array == "")
		fail("needs prefix, array and files")
	if (emit == "header")
		print_header()
	else if (emit == "source")
		print_source()
	else
		fail("emit is header or source")
}
