# What is on every page.
product = Saatja
nav-label = Pages
nav-settings = Settings
nav-company = Company
nav-help = Help
nav-demo = Caught letters
skip-to-content = Skip to content
sign-out = Sign out
signed-in-as = { $name }
error-prefix = Error: { $title }
error-summary-title = There is something to mend
footer-note = Mail that leaves without surprises
security-none = None
security-starttls = STARTTLS
security-tls = SSL/TLS
security-none-long = no encryption
demo-banner = This is a demo: no letter leaves this machine. A demo server catches them all.
demo-banner-link = See the caught letters
milliseconds = { $ms } ms

## Error pages
not-found-title = There is no such page
not-found-text = The address may be old or mistyped. Only the person who ran a test can see its result.
not-found-link = Open the settings
forbidden-title = This is not allowed
forbidden-text = The request did not come from this page. Open the page again and try once more.
too-many-title = Too many attempts
too-many-text = Wait a few minutes and try again. Nothing was lost.
too-large-title = Too much was sent
too-large-text = The form is much larger than expected. Open the page again and try once more.
bad-request-title = The request could not be read
bad-request-text = The form arrived damaged. Open the page again and try once more.
broken-title = Something broke on our side
broken-text = The mistake is ours and has been written down. Try again in a few minutes. What you saved is still there.

## Signing in
sign-in-title = Sign in
sign-in-ready = Press the button and you are in. The link works once.
sign-in-button = Sign in
sign-in-expired-title = This link no longer works
sign-in-expired-text = A link works once and for a short time. Ask the portal's administrator for a new one.
sign-in-needed-title = Please sign in
sign-in-needed-text = To see this page, open the portal again or use the link that your administrator gave you.
sign-in-needed-link = How to sign in
sign-in-needed-inside-title = Please open this page again
sign-in-needed-inside-text = You were signed out here because nothing happened for a while. Load the portal's page again and you are back. Everything you saved is still there.
sign-in-refused-title = You could not be signed in
sign-in-refused-text = Go back to your portal and open this page from there once more. If that does not help, tell the portal's administrator when you tried.
sign-in-by-portal = Sign in with your portal: it knows who you are.
sign-in-by-link = A link that your administrator gave you signs you in too. It works once.
sign-in-with = Sign in with { $portal }
sign-in-open = Open { $portal }
admin-only-title = Only an admin sees this page
admin-only-text = What is on it concerns the whole company. Ask an admin of your company, or have the role given to you in the portal.
signed-out-title = You are signed out
signed-out-text = Everything you saved is still there.
