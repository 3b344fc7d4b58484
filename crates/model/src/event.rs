//! What comes back: the kinds of mail, the causes, and how it was found out which letter it is about.

use crate::words::words;

words! {
    /// What a mail that came back is.
    Kind {
        /// A letter was not delivered, and nobody tries again.
        Bounce = "bounce",
        /// A letter has not been delivered yet; the other server still tries.
        Delayed = "delayed",
        /// A letter was delivered, passed on, or read.
        Delivered = "delivered",
        /// Somebody said that a letter was unwanted (RFC 5965).
        FeedbackLoop = "feedback-loop",
        /// A machine answered for a person: away, received, closed (RFC 3834).
        AutomaticReply = "automatic-reply",
        /// A person wrote.
        RealReply = "real-reply",
    }
}

words! {
    /// Why a letter came back, as far as somebody can act on it.
    Cause {
        /// The address does not exist: ask the customer.
        NoSuchAddress = "no-such-address",
        /// The domain does not exist, or takes no mail.
        NoSuchDomain = "no-such-domain",
        /// The mailbox is full: later, or another way.
        MailboxFull = "mailbox-full",
        /// The mailbox is closed, switched off, or has moved.
        Inactive = "inactive",
        /// Our address, server, or its SPF, DKIM, DMARC, PTR record or reputation is refused.
        RefusedSender = "refused-sender",
        /// The letter itself is refused: spam, virus, size, form.
        RefusedContent = "refused-content",
        /// A rule at the recipient's.
        RefusedPolicy = "refused-policy",
        /// Not in time, or a fault on the way.
        Temporary = "temporary",
        /// It can not be told.
        Unknown = "unknown",
    }
}

impl Cause {
    /// The cause as it stands at a message that came back. Other words than those of a refusal at once: what is to be
    /// done differs.
    #[must_use]
    pub const fn of_message(self) -> &'static str {
        match self {
            Self::NoSuchAddress => "returned-no-such-address",
            Self::NoSuchDomain => "returned-no-such-domain",
            Self::MailboxFull => "returned-mailbox-full",
            Self::Inactive => "returned-inactive",
            Self::RefusedSender => "returned-refused-sender",
            Self::RefusedContent => "returned-refused-content",
            Self::RefusedPolicy => "returned-refused-policy",
            Self::Temporary => "returned-temporary",
            Self::Unknown => "returned-unknown",
        }
    }
}

words! {
    /// By what a mail was found to belong to a letter.
    Clue {
        /// It came to the letter's own return path, which is signed.
        ReturnPath = "return-path",
        /// It names the letter's envelope id (RFC 3461), which is signed too.
        EnvelopeId = "envelope-id",
        /// The letter's Message-ID stands in what it returns, or in what it answers.
        MessageId = "message-id",
    }
}

words! {
    /// Why a mail that names a letter of ours is not believed. It is kept and shown, and changes nothing.
    Distrust {
        /// The return path or envelope id was not signed by us.
        Signature = "signature",
        /// It names a letter of another company.
        OtherCompany = "other-company",
        /// It was here before.
        Replayed = "replayed",
        /// The letter had not been sent when it came.
        NotSent = "not-sent",
        /// Without a signature, it is about a recipient that the letter did not have.
        OtherRecipient = "other-recipient",
        /// Nothing in it names a letter that is known here.
        NoLetter = "no-letter",
    }
}

words! {
    /// Which way a mail came in.
    Source {
        /// Over the listener for the event domain (RFC 5321, RFC 2033).
        Smtp = "smtp",
        /// Handed over through the API.
        Api = "api",
        /// Fetched from a user's mailbox (RFC 9051).
        Imap = "imap",
    }
}
