"""Texts that are not JSON by RFC 8259, by the rule each one breaks. What follows a whole first value is not among them,
since decoders in Go's manner do not read it."""

# Not a value at all: each is tried as the value of a key that nobody knows, in a list, and alone.
VALUES = {
    "literal in other case": [b"True", b"TRUE", b"Null", b"nUll", b"FALSE"],
    "unfinished literal": [b"tru", b"nul", b"fals", b"t", b"n"],
    "literals of other languages": [b"None", b"undefined", b"NaN", b"nan", b"-NaN", b"Infinity", b"-Infinity",
                                    b"+Infinity", b"Inf"],
    "leading zero": [b"01", b"-01", b"00", b"-00", b"012.5"],
    "sign": [b"+1", b"--1", b"-", b"+", b"- 1", b"-+1", b"++1", b"-a"],
    "point": [b"1.", b"-1.", b".5", b"-.5", b".", b"1..2", b"1.e1", b"0.e1", b"1.2.3", b"0.", b".e1"],
    "exponent": [b"1e", b"1E", b"1e+", b"1e-", b"0e", b"0e+", b"1e1.5", b"1ee5", b"1e+-5", b"e1", b"1.0e", b"1eE2"],
    "other radix": [b"0x1F", b"0X1", b"0b1", b"0o7", b"1_000", b"1L", b"1f", b"0x"],
    "digits": [b"1 2", "\uff11".encode(), "1\u0662".encode(), b"1\x00", b"1a", b"1/2", b"#1", b"$1"],
    "quotes": [b"'x'", b"`x`", "\u201cx\u201d".encode(), b"x", b'"x', b'x"', b'"', b"'", b'"x\'', b'"""', b"u\"x\""],
    "escape": [br'"\x41"', br'"\a"', br'"\v"', br'"\0"', br'"\ "', br'"\'"', br'"\U0041"', b'"\\', br'"\"', b'"\\\n"',
               b'"\\\xc3\xa9"', b'"\\\x00"'],
    "hexadecimal escape": [br'"\u"', br'"\u1"', br'"\u12"', br'"\u123"', br'"\u12G4"', br'"\uZZZZ"', br'"\u+041"',
                           br'"\u 041"', br'"\u{41}"', br'"\u00', br'"\ud800\u12"'],
    "raw control character": [b'"a' + bytes([code]) + b'b"' for code in (*range(0, 32),)],
    "not UTF-8": [b'"' + octets + b'"' for octets in (
        b"\x80", b"\xbf", b"\xc0\xaf", b"\xc0\x80", b"\xc1\xbf", b"\xc3", b"\xc3\x28", b"\xe0\x80\xaf", b"\xe0\x9f\xbf",
        b"\xe2\x82", b"\xe2\x28\xa1", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf0\x80\x80\xaf", b"\xf0\x8f\xbf\xbf",
        b"\xf0\x9f\x99", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xf8\x88\x80\x80\x80", b"\xfe", b"\xff",
        b"ok\xffok", b"\xe9")],
    "list": [b"[", b"[1", b"[1,", b"[,", b"[,1]", b"[1,]", b"[1,,2]", b"[1 2]", b"[1;2]", b"[1:2]", b"[", b"[[1]",
             b"[1}", b"[*]", b"[\x0c]", b"[\xc2\xa0]",
             b'["a",\n4\n,1,', b"[x]", b"[-]", b"[3[4]]", b"[\"\"x]", b"[]]"],
    "object": [b"{", b'{"a"', b'{"a":', b'{"a":1', b'{"a":1,', b'{"a":1,}', b"{,}", b'{"a"}', b'{"a",1}', b'{"a" 1}',
               b'{"a"::1}', b"{a:1}", b"{1:1}", b"{null:1}",
               b"{'a':1}", b'{"a":1,,"b":2}', b'{"a":1 "b":2}', b'{"a":1;"b":2}', b"{:1}", b"{[]:1}", b"{{}}",
               b'{"a":}', b'{"a":1]', b'{"a"="b"}', b'{"a":1,b:2}',
               b'{"a":"b"/**/}', b'{"\xff":1}', b'{"a\n":1}', b'{"x"::"b"}'],
    "comment": [b"/* x */1", b"1/* x */", b"// x\n1", b"1// x", b"# x\n1", b"1# x", b"<!-- -->1", b"/"],
    "separators of other kinds": [b",", b":", b";", b"]", b"}", b",1", b"1,,", b"=", b"\\", b"\\u0031", b"|", b"&"],
    "white space of other kinds": [b"\x0b1", b"\x0c1", b"\xc2\xa01", b"\xe2\x80\xa81", b"\xe3\x80\x801", b"\x001",
                                   b"\x1e1", b"\x851", b"\xef\xbb\xbf1", b"\xe2\x81\xa0"],
    "nothing": [b"", b" "],
}

# Whole bodies.
BODIES = {
    "byte order mark": [b"\xef\xbb\xbf{}", b"\xef\xbb\xbf", b"\xff\xfe{\x00}\x00", b"\xfe\xff\x00{\x00}",
                        b"\x00\x00\x00{\x00\x00\x00}"],
    "unfinished object": [b"{", b'{"', b'{"theme', b'{"theme"', b'{"theme":', b'{"theme":"', b'{"theme":"dark',
                          b'{"theme":"dark"', b'{"theme":"dark",',
                          b'{"theme":"dark","', b'{"theme":"dark",}', b'{"theme":"dark"]'],
    "object of another language": [b"{theme:'dark'}", b"{'theme':'dark'}", b'{"theme"="dark"}', b'{"theme"=>"dark"}',
                                   b"theme: dark", b"theme=dark",
                                   b"<theme>dark</theme>", b"---\ntheme: dark\n", b"[theme]\ndark"],
    "not UTF-8 in a key": [b'{"the\xffme":"dark"}', b'{"\xed\xa0\x80":1}', b'{"theme":"dark","x\xc0\x80":1}'],
    "not UTF-8 in a value": [b'{"theme":"dark\xff"}', b'{"language":"\xe9"}', b'{"navbar":{"bookmarkUrls":["\xc3"]}}',
                             "{\"language\":\"\u00e9\"}".encode("latin-1")],
    "NUL": [b"\x00", b"\x00{}", b'{\x00"theme":"dark"}', b'{"theme"\x00:"dark"}', b'{"theme":"da\x00rk"}',
            b'{"theme":"dark"\x00}'],
    "binary": [bytes(range(256)), b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n",
               b"\x80" * 1000],
    "escape as structure": [br'{"theme"\u003a"dark"}', br'\u007b\u007d', br'{"theme":\"dark\"}',
                            b'{\\"theme\\":\\"dark\\"}'],
    "opening alone": [b"[" * 1000, b"[" * 100000, b'{"a":' * 1000, b'{"a":' * 100000, b'[{"a":' * 50000,
                      b'{"theme":' + b"[" * 100000],
    "closing alone": [b"]", b"}", b"}{", b"]]]]", b"}" * 100000],
}


def value_bodies(value):
    """The body forms in which a value that is none must be found out."""
    return [b'{"unknown":' + value + b"}", b'{"theme":"dark","unknown":' + value + b',"timezone":"utc"}',
            b'{"unknown":[1,' + value + b",2]}"]


def nested(depth):
    """Well-formed, `depth` lists deep, under a key that nobody knows."""
    return b'{"unknown":' + b"[" * depth + b"]" * depth + b"}"
