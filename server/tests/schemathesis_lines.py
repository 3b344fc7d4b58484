# Bodies on the wire that Schemathesis does not know by itself (script/lib/api-conformance.sh): JSON Lines and mails, the
# text as it was made.
import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.serializer("message/rfc822")
def mail(context, value):
    return value if isinstance(value, bytes) else str(value).encode()
