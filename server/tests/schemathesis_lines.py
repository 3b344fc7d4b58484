# JSON Lines on the wire, which Schemathesis does not know by itself (script/lib/api-conformance.sh): the text as it was made.
import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    return value if isinstance(value, bytes) else str(value).encode()
