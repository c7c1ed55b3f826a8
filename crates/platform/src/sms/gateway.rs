//! How the gateway is spoken to, by the mapping of the settings: the call that hands a message over, its answer, its receipts.

use crate::error::{Error, Result};
use crate::outward::{Answer, Call, NamedBy};
use crate::settings::{Secret, Sms, SmsBody, SmsMethod};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use bytes::Bytes;
use serde_json::{Map, Value as Json};
use url::{Url, form_urlencoded};

/// Longer references than any gateway gives are none.
const LONGEST_REFERENCE: usize = 200;

/// A message to hand over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message<'a> {
    /// To whom, `+84909123456`.
    pub receiver: &'a str,
    /// What is said.
    pub text: &'a str,
    /// Our own reference.
    pub reference: &'a str,
}

/// What a receipt says of a message that is not on the way any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The telephone has it.
    Delivered,
    /// It never will.
    Failed,
}

/// The shortest token that cannot be guessed, letters.
const SHORTEST_TOKEN: usize = 20;

/// Whether the settings can be followed; the fault names the one that cannot.
pub(crate) fn check(sms: &Sms) -> Result<()> {
    call(sms, Message { receiver: "", text: "", reference: "" })?;
    let token = sms.receipts_token.as_ref().map(Secret::reveal);
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if token.is_some_and(|t| t.len() < SHORTEST_TOKEN || !t.chars().all(fits)) {
        return Err(Error::fault("setting sms.receipts_token", "not 20 or more letters, digits, - or _"));
    }
    let pointers = [Some(&sms.receipts.reference), Some(&sms.receipts.state), sms.reference_at.as_ref()];
    match pointers.into_iter().flatten().find(|p| !p.starts_with('/')) {
        Some(pointer) => Err(Error::fault("setting sms", format!("{pointer:?} does not begin with /"))),
        None => Ok(()),
    }
}

/// The call that hands a message over.
pub(super) fn call(sms: &Sms, message: Message<'_>) -> Result<Call> {
    let to = Url::parse(&sms.url).map_err(|e| Error::fault("setting sms.url", e))?;
    if !matches!(to.scheme(), "http" | "https") {
        return Err(Error::fault("setting sms.url", "neither http nor https"));
    }
    let receiver = message.receiver.strip_prefix("+84").unwrap_or(message.receiver);
    let receiver = format!("{}{receiver}", sms.prefix);
    let names = &sms.names;
    // Without a sender of ours the gateway's own is used: an empty one would be another.
    let sender = if sms.sender.is_empty() { "" } else { names.sender.as_str() };
    let told = [
        (names.receiver.as_str(), receiver.as_str()),
        (names.text.as_str(), message.text),
        (sender, sms.sender.as_str()),
        (names.reference.as_str(), message.reference),
    ];
    let mut fields: Vec<(&str, &str)> =
        sms.constants.iter().map(|(name, value)| (name.as_str(), value.reveal())).collect();
    fields.extend(told.into_iter().filter(|(name, _)| !name.is_empty()));
    let (kind, body) = match sms.body {
        SmsBody::Json => {
            let object: Map<String, Json> =
                fields.into_iter().map(|(name, value)| (name.to_owned(), Json::from(value))).collect();
            ("application/json", Json::Object(object).to_string())
        }
        SmsBody::Form => {
            let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            ("application/x-www-form-urlencoded", form)
        }
    };
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    for (name, value) in &sms.headers {
        headers.insert(header_name(name)?, header_value(name, value)?);
    }
    let method = match sms.method {
        SmsMethod::Post => Method::POST,
        SmsMethod::Put => Method::PUT,
    };
    Ok(Call { to, method, headers, body: Bytes::from(body), named_by: NamedBy::Settings })
}

fn header_name(name: &str) -> Result<HeaderName> {
    HeaderName::try_from(name).map_err(|e| Error::fault(format!("setting sms.headers.{name}"), e))
}

fn header_value(name: &str, value: &Secret) -> Result<HeaderValue> {
    let mut value = HeaderValue::try_from(value.reveal())
        .map_err(|e| Error::fault(format!("setting sms.headers.{name}"), e))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The number under which the gateway tells of the message it has just taken; why it has not.
/// What else it says is not repeated: it may name the receiver, and goes into the log.
pub(super) fn reference(sms: &Sms, answer: &Answer, own: &str) -> std::result::Result<String, String> {
    if !(200..300).contains(&answer.status) {
        return Err(format!("the gateway answers {}", answer.status));
    }
    let Some(pointer) = &sms.reference_at else { return Ok(own.to_owned()) };
    let said: Json = serde_json::from_slice(&answer.body).unwrap_or_default();
    text(&said, pointer).ok_or_else(|| "the gateway answers without a reference".to_owned())
}

/// Of which message a receipt tells, and what; no fate while it is on the way. `None` where it cannot be read.
pub fn receipt(sms: &Sms, body: &[u8]) -> Option<(String, Option<Fate>)> {
    let receipts = &sms.receipts;
    let said: Json = match receipts.body {
        SmsBody::Json => serde_json::from_slice(body).ok()?,
        SmsBody::Form => form_urlencoded::parse(body)
            .map(|(name, value)| (name.into_owned(), Json::String(value.into_owned())))
            .collect::<Map<String, Json>>()
            .into(),
    };
    let reference = text(&said, &receipts.reference)?;
    let state = text(&said, &receipts.state)?;
    let fate = if receipts.delivered.contains(&state) {
        Some(Fate::Delivered)
    } else {
        receipts.failed.contains(&state).then_some(Fate::Failed)
    };
    Some((reference, fate))
}

/// A word or a number at a place of a JSON value.
fn text(said: &Json, pointer: &str) -> Option<String> {
    let found = match said.pointer(pointer)? {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(found).filter(|t| !t.is_empty() && t.len() <= LONGEST_REFERENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sms() -> Sms {
        Sms { url: "https://sms.example.vn/send".to_owned(), ..Sms::default() }
    }

    const MESSAGE: Message<'static> =
        Message { receiver: "+84909123456", text: "Hồ sơ 1 & 2", reference: "motcua-7" };

    fn body(sms: &Sms) -> String {
        String::from_utf8(call(sms, MESSAGE).unwrap().body.to_vec()).unwrap()
    }

    fn answer(status: u16, body: &str) -> Answer {
        Answer { status, headers: HeaderMap::new(), body: Bytes::from(body.to_owned()) }
    }

    #[test]
    fn a_call_is_written_as_the_settings_say() {
        let said: Json = serde_json::from_str(&body(&sms())).unwrap();
        let plain = serde_json::json!({"to": "+84909123456", "text": "Hồ sơ 1 & 2", "reference": "motcua-7"});
        assert_eq!(said, plain, "no sender where none is set");
        let mut form = sms();
        form.body = SmsBody::Form;
        form.prefix = "0".to_owned();
        form.sender = "CanTho".to_owned();
        form.names.reference = String::new();
        form.names.receiver = "Phone".to_owned();
        form.constants.insert("SmsType".to_owned(), Secret::new("2".to_owned()));
        assert_eq!(body(&form), "SmsType=2&Phone=0909123456&text=H%E1%BB%93+s%C6%A1+1+%26+2&from=CanTho");
    }

    #[test]
    fn what_cannot_be_followed_is_told_at_the_start_and_tells_no_secret() {
        assert!(check(&sms()).is_ok());
        for url in ["", "sms.example.vn", "ftp://example.vn/"] {
            assert!(check(&Sms { url: url.to_owned(), ..sms() }).is_err(), "{url}");
        }
        assert!(check(&Sms { reference_at: Some("id".to_owned()), ..sms() }).is_err());
        for (token, is_fine) in
            [("abcdefghij-ABCDEF_0123", true), ("abc", false), ("abcdefghij/abcdefghij", false)]
        {
            let receipts_token = Some(Secret::new(token.to_owned()));
            assert_eq!(check(&Sms { receipts_token, ..sms() }).is_ok(), is_fine, "{token}");
        }
        let mut broken = sms();
        broken.headers.insert("authorization".to_owned(), Secret::new("bí\nmật".to_owned()));
        let said = check(&broken).unwrap_err().to_string();
        assert!(said.contains("sms.headers.authorization") && !said.contains("mật"), "{said}");
    }

    #[test]
    fn the_gateways_number_counts_where_one_is_awaited() {
        let own = sms();
        assert_eq!(reference(&own, &answer(204, ""), "motcua-7").as_deref(), Ok("motcua-7"));
        assert_eq!(reference(&own, &answer(500, ""), "motcua-7").unwrap_err(), "the gateway answers 500");
        let theirs = Sms { reference_at: Some("/data/id".to_owned()), ..sms() };
        let said = |body: &str| reference(&theirs, &answer(200, body), "motcua-7");
        assert_eq!(said(r#"{"data": {"id": "a1"}}"#).as_deref(), Ok("a1"));
        assert_eq!(said(r#"{"data": {"id": 17}}"#).as_deref(), Ok("17"));
        for refused in ["", "{}", r#"{"data": {"id": ""}}"#, r#"{"error": "0909123456 is barred"}"#] {
            assert_eq!(said(refused).unwrap_err(), "the gateway answers without a reference", "{refused}");
        }
    }

    #[test]
    fn a_receipt_is_read_as_json_or_as_a_form() {
        let json = sms();
        let read = |body: &str| receipt(&json, body.as_bytes());
        assert_eq!(
            read(r#"{"reference": "a", "state": "delivered"}"#),
            Some(("a".to_owned(), Some(Fate::Delivered)))
        );
        assert_eq!(
            read(r#"{"reference": 5, "state": "failed"}"#),
            Some(("5".to_owned(), Some(Fate::Failed)))
        );
        assert_eq!(read(r#"{"reference": "a", "state": "enroute"}"#), Some(("a".to_owned(), None)));
        for broken in [
            "",
            "[]",
            "{",
            r#"{"reference": "a"}"#,
            r#"{"state": "failed"}"#,
            r#"{"reference": [], "state": "failed"}"#,
        ] {
            assert_eq!(read(broken), None, "{broken}");
        }
        let mut form = sms();
        form.receipts.body = SmsBody::Form;
        form.receipts.reference = "/SMSID".to_owned();
        form.receipts.state = "/SendStatus".to_owned();
        form.receipts.delivered = vec!["5".to_owned()];
        assert_eq!(
            receipt(&form, b"SMSID=a%201&SendStatus=5"),
            Some(("a 1".to_owned(), Some(Fate::Delivered)))
        );
        assert_eq!(receipt(&form, b"SMSID=a"), None);
    }
}
