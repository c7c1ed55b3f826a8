//! Payment through a gateway: what is said is signed (HMAC-SHA256 over its sorted fields) and holds for a while only; what
//! a call-back means for an order, however often and in whatever order such come.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::BTreeMap;

/// Name of the field that carries the signature.
pub const SIGNATURE: &str = "sig";
/// Name of the field that says when it was signed, seconds since 1970.
pub const SIGNED: &str = "at";

/// Fields of a message, by name.
pub type Fields = BTreeMap<String, String>;

/// The text that is signed: every field but the signature as `name=value`, a line each, sorted by name. No value holds a
/// line break: [`verify`] refuses such, so that two different messages never read alike.
fn text(fields: &Fields) -> String {
    let lines = fields.iter().filter(|(name, _)| *name != SIGNATURE);
    lines.map(|(name, value)| format!("{name}={value}\n")).collect()
}

fn mac(secret: &str, fields: &Fields) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(text(fields).as_bytes());
    Some(mac)
}

/// Adds the moment and the signature.
pub fn sign(secret: &str, mut fields: Fields, seconds: i64) -> Fields {
    fields.insert(SIGNED.to_owned(), seconds.to_string());
    let signature = mac(secret, &fields).map(|mac| hex::encode(mac.finalize().into_bytes()));
    fields.insert(SIGNATURE.to_owned(), signature.unwrap_or_default());
    fields
}

/// Why a message is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It is not signed by the secret that both sides hold.
    Signature,
    /// It was signed too long ago, or will have been signed only later.
    Time,
    /// It lacks a field, or one cannot be read.
    Unreadable,
}

impl Doubt {
    /// Word in the answer to the gateway.
    pub fn code(self) -> &'static str {
        match self {
            Doubt::Signature => "signature",
            Doubt::Time => "time",
            Doubt::Unreadable => "unreadable",
        }
    }
}

/// Believes a message that was signed within `window` seconds of now.
pub fn verify(secret: &str, fields: &Fields, now: i64, window: i64) -> Result<(), Doubt> {
    let given = fields.get(SIGNATURE).and_then(|hex| hex::decode(hex).ok()).ok_or(Doubt::Signature)?;
    if fields.iter().any(|(name, value)| name.contains(['\n', '=']) || value.contains('\n')) {
        return Err(Doubt::Unreadable);
    }
    let mac = mac(secret, fields).ok_or(Doubt::Signature)?;
    mac.verify_slice(&given).map_err(|_| Doubt::Signature)?;
    let at: i64 = fields.get(SIGNED).and_then(|at| at.parse().ok()).ok_or(Doubt::Unreadable)?;
    if now.saturating_sub(at).saturating_abs() > window { Err(Doubt::Time) } else { Ok(()) }
}

/// What a gateway says of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Code of the order.
    pub order: String,
    /// The gateway's own number of the payment; empty while there is none.
    pub reference: String,
    /// đồng.
    pub amount: i64,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of an order at the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The money is there.
    Paid,
    /// It was given up or refused.
    Failed,
    /// The payer has not decided.
    Pending,
}

impl Outcome {
    /// Word in messages.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Paid => "paid",
            Outcome::Failed => "failed",
            Outcome::Pending => "pending",
        }
    }
}

impl Told {
    /// Reads a message whose signature holds.
    pub fn read(fields: &Fields) -> Result<Told, Doubt> {
        let text = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let outcome = [Outcome::Paid, Outcome::Failed, Outcome::Pending]
            .into_iter()
            .find(|o| o.code() == text("outcome"))
            .ok_or(Doubt::Unreadable)?;
        let amount = text("amount").parse().map_err(|_| Doubt::Unreadable)?;
        let (order, reference) = (text("order").to_owned(), text("reference").to_owned());
        if order.is_empty() || (outcome == Outcome::Paid && reference.is_empty()) || reference.len() > 100 {
            return Err(Doubt::Unreadable);
        }
        Ok(Told { order, reference, amount, outcome })
    }

    /// As fields.
    pub fn fields(&self) -> Fields {
        [
            ("order", self.order.clone()),
            ("reference", self.reference.clone()),
            ("amount", self.amount.to_string()),
            ("outcome", self.outcome.code().to_owned()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }
}

/// An order as far as call-backs change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order<'a> {
    /// đồng.
    pub amount: i64,
    /// The payment it was paid by, once paid.
    pub paid_by: Option<&'a str>,
    /// It was given up, or its time is over.
    pub ended: bool,
}

/// What a message means for an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The money is there: enter it. Also for an order given up before: the money did come.
    Pay,
    /// Nothing new: told twice, or told late of something that was overtaken.
    Nothing,
    /// The payer gave up.
    GiveUp,
    /// Another amount than was ordered: nothing is entered, a person looks.
    WrongAmount,
    /// A second payment of an order that is paid: nothing is entered, a person looks.
    Double,
}

impl Verdict {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Pay => "pay",
            Verdict::Nothing => "nothing",
            Verdict::GiveUp => "give_up",
            Verdict::WrongAmount => "wrong_amount",
            Verdict::Double => "double",
        }
    }
}

/// Judges a message.
pub fn judge(order: Order<'_>, told: &Told) -> Verdict {
    match (told.outcome, order.paid_by) {
        (Outcome::Paid, Some(by)) if by == told.reference => Verdict::Nothing,
        (Outcome::Paid, Some(_)) => Verdict::Double,
        (Outcome::Paid, None) if told.amount != order.amount => Verdict::WrongAmount,
        (Outcome::Paid, None) => Verdict::Pay,
        (Outcome::Failed, None) if !order.ended => Verdict::GiveUp,
        (Outcome::Failed | Outcome::Pending, _) => Verdict::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: &str = "mot bi mat du dai de thu";

    fn told(amount: i64, reference: &str, outcome: Outcome) -> Told {
        Told { order: "MC-1".into(), reference: reference.into(), amount, outcome }
    }

    fn order(paid_by: Option<&str>, ended: bool) -> Order<'_> {
        Order { amount: 50_000, paid_by, ended }
    }

    #[test]
    fn a_signed_message_is_believed_within_its_time_and_by_its_secret_only() {
        let message = sign(SECRET, told(50_000, "G1", Outcome::Paid).fields(), 1_000);
        assert_eq!(verify(SECRET, &message, 1_300, 300), Ok(()));
        assert_eq!(verify(SECRET, &message, 1_301, 300), Err(Doubt::Time));
        assert_eq!(verify(SECRET, &message, 600, 300), Err(Doubt::Time));
        assert_eq!(verify("mot bi mat khac", &message, 1_000, 300), Err(Doubt::Signature));
        let mut more = message.clone();
        more.insert("amount".into(), "5".into());
        assert_eq!(verify(SECRET, &more, 1_000, 300), Err(Doubt::Signature));
        assert_eq!(Told::read(&message), Ok(told(50_000, "G1", Outcome::Paid)));
    }

    #[test]
    fn a_message_that_lacks_something_is_not_read() {
        for name in ["order", "amount", "outcome", "reference"] {
            let mut fields = told(1, "G1", Outcome::Paid).fields();
            fields.remove(name);
            assert_eq!(Told::read(&fields), Err(Doubt::Unreadable), "{name}");
        }
    }

    #[test]
    fn told_twice_late_out_of_order_or_wrongly_an_order_is_paid_once() {
        assert_eq!(judge(order(None, false), &told(50_000, "G1", Outcome::Paid)), Verdict::Pay);
        assert_eq!(judge(order(Some("G1"), false), &told(50_000, "G1", Outcome::Paid)), Verdict::Nothing);
        assert_eq!(judge(order(Some("G1"), false), &told(50_000, "G2", Outcome::Paid)), Verdict::Double);
        assert_eq!(judge(order(Some("G1"), false), &told(50_000, "", Outcome::Failed)), Verdict::Nothing);
        assert_eq!(judge(order(None, false), &told(50_000, "", Outcome::Failed)), Verdict::GiveUp);
        assert_eq!(judge(order(None, true), &told(50_000, "G1", Outcome::Paid)), Verdict::Pay);
        assert_eq!(judge(order(None, false), &told(5_000, "G1", Outcome::Paid)), Verdict::WrongAmount);
        assert_eq!(judge(order(None, false), &told(50_000, "", Outcome::Pending)), Verdict::Nothing);
    }

    proptest! {
        #[test]
        fn no_change_of_a_signed_message_is_believed(name in "[a-z]{1,8}", value in "[a-z0-9]{0,12}") {
            let message = sign(SECRET, told(50_000, "G1", Outcome::Paid).fields(), 1_000);
            let mut changed = message.clone();
            changed.insert(name, value);
            prop_assert!(changed == message || verify(SECRET, &changed, 1_000, 300).is_err());
        }

        #[test]
        fn whatever_comes_is_answered(fields in prop::collection::btree_map(".{0,12}", ".{0,20}", 0..6), now in any::<i64>()) {
            let _ = verify(SECRET, &fields, now, 300);
            let _ = Told::read(&fields);
        }
    }
}
