"""Sends letters through aiosmtplib: python3 aiosmtplib_pool.py PORT LETTERS CONNECTIONS [AUTHORITY]"""

import asyncio
import ssl
import sys
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import aiosmtplib

PORT, LETTERS, CONNECTIONS = (int(word) for word in sys.argv[1:4])
AUTHORITY = sys.argv[4] if len(sys.argv) > 4 else None
TEXT = "Lugupeetud klient, arve on leitav manusest ja tasuda tuleb see 14 p. jooksul\r\n" * 60


def letter(number: int) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Mari Maasikas <mari@naidis.ee>"
    message["To"] = f"r{number}@kliendid.ee"
    message["Subject"] = "Arve 2026-11"
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain="naidis.ee")
    message.set_content(TEXT)
    return message


async def send(numbers) -> None:
    context = ssl.create_default_context(cafile=AUTHORITY) if AUTHORITY else None
    client = aiosmtplib.SMTP(
        hostname="localhost", port=PORT, use_tls=AUTHORITY is not None, start_tls=False, tls_context=context
    )
    async with client:
        for number in numbers:
            await client.send_message(letter(number))


async def main() -> None:
    numbers = iter(range(LETTERS))
    await asyncio.gather(*(send(numbers) for _ in range(CONNECTIONS)))


asyncio.run(main())
