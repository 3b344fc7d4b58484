//! How single values look on the wire: the schemas of the model's types, which `model` itself does not know.

use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{ObjectBuilder, SchemaFormat, SchemaType, Type},
    },
};

/// A value that stands in one text or number.
pub trait Scalar {
    /// What it is: type, form, bounds, an example.
    fn describe(object: ObjectBuilder) -> ObjectBuilder;
}

/// What is not seen but changes what is ([`model::address::is_invisible`]), within a class of a regular expression.
const INVISIBLE: &str = r"\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff";

/// Visible text that is not only spaces.
fn visible(object: ObjectBuilder, longest: usize) -> ObjectBuilder {
    text(object)
        .min_length(Some(1))
        .max_length(Some(longest))
        .pattern(Some(format!("^[^{INVISIBLE}]*[^ {INVISIBLE}][^{INVISIBLE}]*$")))
}

/// As it was typed: the rules about settings say what is wrong with it.
fn typed(object: ObjectBuilder) -> ObjectBuilder {
    text(object).min_length(Some(1)).pattern(Some(r"\S"))
}

fn text(object: ObjectBuilder) -> ObjectBuilder {
    object.schema_type(SchemaType::Type(Type::String))
}

fn words(object: ObjectBuilder, keys: impl IntoIterator<Item = &'static str>) -> ObjectBuilder {
    text(object).enum_values(Some(keys))
}

fn format(object: ObjectBuilder, format: &str) -> ObjectBuilder {
    text(object).format(Some(SchemaFormat::Custom(format.to_owned())))
}

macro_rules! scalars {
    ($($(#[$doc:meta])* $name:ident = $object:ident => $describe:expr;)+) => {$(
        $(#[$doc])*
        pub enum $name {}

        impl Scalar for $name {
            fn describe($object: ObjectBuilder) -> ObjectBuilder {
                $describe
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                RefOr::T(Schema::Object(<Self as Scalar>::describe(ObjectBuilder::new()).build()))
            }
        }

        impl ToSchema for $name {}
    )+};
}

scalars! {
    /// An identifier.
    Id = object => format(object, "uuid").description(Some("A UUID."));
    /// A time.
    Time = object => format(object, "date-time")
        .description(Some("A time (RFC 3339), in answers always in UTC."));
    /// A portal's own name for a company or a user.
    ExternalId = object => text(object)
        .min_length(Some(1))
        .max_length(Some(120))
        .pattern(Some(format!(r"^[^\s{INVISIBLE}]+$")))
        .description(Some("The portal's own name for it: printable text without spaces, at most 120 bytes."))
        .examples([Value::from("company-17")]);
    /// The name of a company, a user, or the name before an address.
    Name = object => visible(object, 120)
        .description(Some("A name, at most 120 characters, without control characters and what turns the direction of writing. Spaces around it are taken off."))
        .examples([Value::from("Mari Maasikas")]);
    /// An address.
    Email = object => format(object, "email")
        .max_length(Some(254))
        .description(Some("An email address: no quotes, no comments, a full host name after the @."))
        .examples([Value::from("mari@naidis.ee")]);
    /// A server.
    HostName = object => text(object)
        .min_length(Some(1))
        .max_length(Some(253))
        .pattern(Some(r"\S"))
        .description(Some("A full host name; no IP address."))
        .examples([Value::from("smtp.gmail.com")]);
    /// A server as it is sent.
    TypedHost = object => typed(object)
        .description(Some("A full host name of at most 253 bytes; no IP address, no port."))
        .examples([Value::from("smtp.gmail.com")]);
    /// An address as it is sent.
    TypedEmail = object => typed(object)
        .description(Some("An email address of at most 254 bytes."))
        .examples([Value::from("mari@naidis.ee")]);
    /// A name as it is sent.
    TypedName = object => typed(object)
        .description(Some("A name of at most 120 characters, without control characters."))
        .examples([Value::from("Mari Maasikas")]);
    /// A user name as it is sent.
    TypedUserName = object => text(object)
        .pattern(Some(r"^$|\S"))
        .description(Some("The user name at the server, at most 255 bytes; the empty text: the server wants no sign-in."))
        .examples([Value::from("mari@naidis.ee")]);
    /// A port.
    PortNumber = object => object
        .schema_type(SchemaType::Type(Type::Integer))
        .minimum(Some(1))
        .maximum(Some(65535))
        .description(Some("A TCP port."))
        .examples([Value::from(465)]);
    /// The encryption.
    SecurityWord = object => words(object, model::Security::ALL.map(model::Security::key))
        .description(Some("`tls` from the first byte, `starttls` after a greeting in the clear, `none`."));
    /// Whose server sends.
    ModeWord = object => words(object, model::settings::SendingMode::ALL.map(model::settings::SendingMode::key))
        .description(Some("Whose server sends: the portal's with the user's own address (`portal`), the portal's with the company's event mailbox (`reply-to`), or the user's (`own-server`)."));
    /// How documents go out.
    DocumentsWord = object => words(object, model::settings::Documents::ALL.map(model::settings::Documents::key))
        .description(Some("How documents go out with a letter."));
    /// A file's name.
    FileNameText = object => visible(object, 150)
        .description(Some("A file's name, at most 150 characters, without slashes."))
        .examples([Value::from("arve-17.pdf")]);
    /// A media type.
    MediaTypeText = object => text(object)
        .pattern(Some("^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}$"))
        .description(Some("A media type without parameters; neither `multipart/…` nor `message/…`."))
        .examples([Value::from("application/pdf")]);
    /// A hash.
    Sha256Text = object => text(object)
        .pattern(Some("^[0-9a-fA-F]{64}$"))
        .description(Some("A SHA-256: 64 hexadecimal digits."))
        .examples([Value::from("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]);
    /// Where a message is.
    StateWord = object => words(object, model::message::MessageState::ALL.iter().map(|state| state.key()))
        .description(Some("Where a message is: `queued` and `leased` wait, `sending` is on its way, `sent` was taken by the server, `failed` did not go out, `in-doubt` may have arrived or not, `paused` and `canceled` were stopped by a person."));
    /// Several of them.
    StateWords = object => text(object)
        .pattern(Some({
            let words = model::message::MessageState::ALL.iter().map(|state| state.key());
            let any = words.collect::<Vec<_>>().join("|");
            format!("^({any})(,({any}))*$")
        }))
        .description(Some("States, divided by commas."));
    /// As what a recipient stands in the letter.
    RoleInLetter = object => words(object, model::message::RecipientRole::ALL.iter().map(|role| role.key()))
        .description(Some("As what the recipient stands in the letter."));
    /// What came of an attempt.
    AttemptWord = object => words(object, model::message::AttemptResult::ALL.iter().map(|result| result.key()))
        .description(Some("What came of an attempt, or what a person decided after it (`settled-sent`, `resent`)."));
    /// A user name.
    UserNameText = object => text(object)
        .max_length(Some(255))
        .description(Some("The user name at the server, at most 255 bytes; the empty text: the server wants no sign-in."))
        .examples([Value::from("mari@naidis.ee")]);
    /// A role.
    RoleWord = object => words(object, store::Role::ALL.map(store::Role::key))
        .description(Some("`admin` may also do what is the whole company's."));
    /// A language.
    LanguageWord = object => words(object, model::Language::ALL.map(model::Language::tag))
        .description(Some("The language of pages and letters."));
    /// Where a value comes from.
    OriginWord = object => words(object, ["own", "sender-user", "company", "account", "default"])
        .description(Some("Where a value comes from: set by the user, by the sender user, by the company, taken from the user's own name and address, or set by nobody."));
    /// What an event is.
    EventKindWord = object => words(object, model::event::Kind::ALL.iter().map(|kind| kind.key()))
        .description(Some("What a mail that came back is: `bounce` (not delivered for good), `delayed`, `delivered`, `feedback-loop` (called unwanted), `automatic-reply`, `real-reply` (a person wrote)."));
    /// Several of them.
    EventKindWords = object => text(object)
        .pattern(Some({
            let words = model::event::Kind::ALL.iter().map(|kind| kind.key());
            let any = words.collect::<Vec<_>>().join("|");
            format!("^({any})(,({any}))*$")
        }))
        .description(Some("Kinds of events, divided by commas."));
    /// Why a letter came back.
    CauseWord = object => words(object, model::event::Cause::ALL.iter().map(|cause| cause.key()))
        .description(Some("Why a letter came back."));
    /// By what a letter was found.
    ClueWord = object => words(object, model::event::Clue::ALL.iter().map(|clue| clue.key()))
        .description(Some("By what the letter was found: its signed return path, its signed envelope id, or its Message-ID."));
    /// Why an event is not believed.
    DistrustWord = object => words(object, model::event::Distrust::ALL.iter().map(|distrust| distrust.key()))
        .description(Some("Why it is not believed."));
    /// Which way a mail came.
    SourceWord = object => words(object, model::event::Source::ALL.iter().map(|source| source.key()))
        .description(Some("Which way the mail came: over the listener (`smtp`), this API, or a user's mailbox (`imap`)."));
    /// A kind of webhook message.
    EventWord = object => words(object, store::EventKind::ALL.iter().map(|kind| kind.key()))
        .description(Some("What a message tells of."));
    /// What was done.
    ActionWord = object => words(object, store::Action::ALL.iter().map(|action| action.key()))
        .description(Some("What was done."));
    /// The name of an event mailbox.
    EventNameText = object => text(object)
        .min_length(Some(1))
        .max_length(Some(40))
        .pattern(Some("^[a-z0-9]+(-[a-z0-9]+)*$"))
        .description(Some("The event mailbox's name, before the @: small letters, digits, single hyphens inside; not a name that belongs to the postmaster and the like."))
        .examples([Value::from("naidis-ou")]);
    /// A web address.
    WebUrl = object => format(object, "uri")
        .min_length(Some(1))
        .max_length(Some(2048))
        .description(Some("An absolute address that begins with `https://`; a full host name, no IP address."))
        .examples([Value::from("https://portal.example.org/hooks/saatja")]);
    /// A key's name.
    Label = object => visible(object, 80)
        .description(Some("What people call it, at most 80 characters. Spaces around it are taken off."))
        .examples([Value::from("Accounting portal")]);
    /// A text that is searched for.
    Searched = object => text(object)
        .min_length(Some(1))
        .max_length(Some(200))
        .pattern(Some(r"^[^\u0000-\u001f\u007f-\u009f]+$"))
        .description(Some("Text without control characters."));
    /// A stage of a test.
    StageWord = object => words(object, super::tests::STAGES.map(model::session::Stage::key))
        .description(Some("A stage of the test, in the order in which they happen (encryption comes before the greeting where it is `tls`)."));
    /// A problem's type.
    ProblemType = object => text(object)
        .enum_values(Some(Self::all()))
        .description(Some("What is wrong. New ones may be added."));
}
