//! Procedures as public services in the Core Public Service Vocabulary (CPSV-AP 3.2, SEMIC), JSON-LD.

use super::words::{column, name, shown};
use contracts::procedures::{Component, Fee, Procedure};
use kernel::{Amount, Base, LegalBasis, Term};
use platform::Locale;
use serde_json::{Value as Json, json};

/// What the names of the document mean.
fn context() -> Json {
    json!({
        "cpsv": "http://purl.org/vocab/cpsv#",
        "cv": "http://data.europa.eu/m8g/",
        "dct": "http://purl.org/dc/terms/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "eli": "http://data.europa.eu/eli/ontology#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

/// A text in Vietnamese.
fn vi(text: &str) -> Json {
    json!({"@value": text, "@language": "vi"})
}

fn concept(base: &str, code: &str, label: &str) -> Json {
    json!({"@id": format!("{base}/khai-niem/{code}"), "@type": "skos:Concept", "skos:prefLabel": vi(label)})
}

/// ISO 8601; worked days are told as days, for which the vocabulary has no word of its own.
fn duration(term: &Term) -> Option<String> {
    let amount = match term.base {
        Base::SameDay => Amount::WorkingDays(1),
        Base::Amount(amount) => amount,
        Base::None => return None,
    };
    Some(match amount {
        Amount::WorkingMinutes(n) => format!("PT{n}M"),
        Amount::WorkingHours(n) => format!("PT{n}H"),
        Amount::HalfDays(n) => format!("PT{}H", n.saturating_mul(12)),
        Amount::WorkingDays(n) | Amount::Days(n) => format!("P{n}D"),
        Amount::Months(n) => format!("P{n}M"),
    })
}

/// One procedure; `base` is the address of the site, without a slash at its end.
fn service(locale: &Locale, body: &Procedure, base: &str) -> Json {
    let here = format!("{base}/thu-tuc/{}", body.code);
    let audience = body.audience.iter().map(|a| concept(base, a, &name(locale, "audience", a)));
    let mut service = json!({
        "@id": here,
        "@type": "cpsv:PublicService",
        "dct:identifier": body.national_code.as_deref().unwrap_or(&body.code),
        "dct:title": vi(&body.name),
        "dct:description": vi(&description(locale, body)),
        "dct:language": {
            "@id": "http://publications.europa.eu/resource/authority/language/VIE",
            "@type": "dct:LinguisticSystem",
        },
        "cv:hasCompetentAuthority": authority(body, base),
        "cv:thematicArea": concept(base, &body.field.code, &body.field.name),
        "dct:audience": audience.collect::<Vec<_>>(),
        "cpsv:hasInput": evidence(body, &here),
        "cv:hasCost": costs(body, &here),
        "cv:hasChannel": channels(locale, body, &here),
        "cv:isGroupedBy": events(locale, body, base),
        "cv:hasLegalResource": laws(body, &here),
        "cv:holdsRequirement": requirements(body, &here),
    });
    let Some(map) = service.as_object_mut() else { return service };
    if let Some(result) = &body.result {
        let id = part(&here, "ket-qua", 0);
        let output =
            json!({"@id": id, "@type": "cv:Output", "dct:identifier": id, "dct:title": vi(&result.name)});
        map.insert("cpsv:produces".to_owned(), output);
    }
    if let Some(time) = body.term.as_ref().and_then(duration) {
        let time = json!({"@value": time, "@type": "xsd:duration"});
        map.insert("cv:processingTime".to_owned(), time);
    }
    service
}

/// Address of a part of a procedure.
fn part(here: &str, kind: &str, at: usize) -> String {
    format!("{here}#{kind}-{}", at + 1)
}

/// Who decides; the shapes want its territory as a unit of administration.
fn authority(body: &Procedure, base: &str) -> Json {
    let decides = body.agency.as_ref().map_or("UBND", |a| a.decides.as_str());
    json!({
        "@id": format!("{base}/khai-niem/{}", kernel::text::fold(decides).replace(' ', "-")),
        "@type": "cv:PublicOrganisation",
        "dct:identifier": decides,
        "dct:title": vi(decides),
        "skos:prefLabel": vi(decides),
        "dct:spatial": {
            "@id": "http://publications.europa.eu/resource/authority/country/VNM",
            "@type": ["dct:Location", "http://data.europa.eu/88u/dataset/atu-type"],
        },
    })
}

fn evidence(body: &Procedure, here: &str) -> Vec<Json> {
    let told = |(at, c): (usize, &Component)| {
        json!({
            "@id": part(here, "giay-to", at),
            "@type": "cv:Evidence",
            "dct:identifier": c.key,
            "dct:title": vi(&c.name),
        })
    };
    body.components.iter().enumerate().map(told).collect()
}

fn costs(body: &Procedure, here: &str) -> Vec<Json> {
    let told = |(at, fee): (usize, &Fee)| {
        let id = part(here, "phi", at);
        let mut cost = json!({
            "@id": id,
            "@type": "cv:Cost",
            "dct:identifier": id,
            "dct:description": vi(&fee.name),
            "cv:currency": {
                "@id": "http://publications.europa.eu/resource/authority/currency/VND",
                "@type": "skos:Concept",
                "skos:prefLabel": "VND",
            },
        });
        if let (Some(amount), Some(map)) = (fee.amount, cost.as_object_mut()) {
            map.insert(
                "cv:hasValue".to_owned(),
                json!({"@value": amount.to_string(), "@type": "xsd:double"}),
            );
        }
        cost
    };
    body.fees.iter().enumerate().map(told).collect()
}

fn channels(locale: &Locale, body: &Procedure, here: &str) -> Vec<Json> {
    let told = |channel: &String| {
        json!({
            "@id": format!("{here}#cach-{channel}"),
            "@type": "cv:Channel",
            "dct:identifier": channel,
            "dct:description": vi(&name(locale, "channel", channel)),
        })
    };
    body.channels.iter().map(told).collect()
}

fn events(locale: &Locale, body: &Procedure, base: &str) -> Vec<Json> {
    let told = |event: &String| {
        json!({
            "@id": format!("{base}/thu-tuc?su_kien={event}"),
            "@type": ["cv:Event", "cv:LifeEvent"],
            "dct:identifier": event,
            "dct:title": vi(&name(locale, "event", event)),
        })
    };
    body.life_events.iter().map(told).collect()
}

fn laws(body: &Procedure, here: &str) -> Vec<Json> {
    let told = |(at, basis): (usize, &LegalBasis)| {
        json!({
            "@id": part(here, "can-cu", at),
            "@type": "eli:LegalResource",
            "dct:identifier": basis.number,
            "dct:title": vi(if basis.title.is_empty() { &basis.number } else { &basis.title }),
            "dct:description": vi(&basis.to_string()),
        })
    };
    body.legal_basis.iter().enumerate().map(told).collect()
}

fn requirements(body: &Procedure, here: &str) -> Vec<Json> {
    let told = |(at, text): (usize, &String)| {
        let id = part(here, "yeu-cau", at);
        json!({"@id": id, "@type": "cv:Requirement", "dct:identifier": id, "dct:title": vi(text)})
    };
    body.requirements.iter().enumerate().map(told).collect()
}

/// What one gets and how one goes about it.
fn description(locale: &Locale, body: &Procedure) -> String {
    let result = body.result.as_ref().map(|r| format!("{}: {}", name(locale, "part", "result"), r.name));
    let steps = body.steps.iter().map(|s| format!("{}: {}", s.actor, s.action));
    let silence = body
        .silence
        .as_ref()
        .map(|s| format!("{}: {}", column(locale, "means"), shown(locale, "means", &json!(s.means))));
    let all: Vec<String> = result.into_iter().chain(steps).chain(silence).collect();
    if all.is_empty() { body.name.clone() } else { all.join("\n") }
}

/// The catalogue as one document.
pub fn document<'a>(locale: &Locale, bodies: impl IntoIterator<Item = &'a Procedure>, base: &str) -> Json {
    let graph: Vec<Json> = bodies.into_iter().map(|body| service(locale, body, base)).collect();
    json!({"@context": context(), "@graph": graph})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_iso_durations() {
        let of = |base| duration(&Term { base, ..Term::default() });
        assert_eq!(of(Base::Amount(Amount::WorkingDays(15))).as_deref(), Some("P15D"));
        assert_eq!(of(Base::Amount(Amount::HalfDays(1))).as_deref(), Some("PT12H"));
        assert_eq!(of(Base::SameDay).as_deref(), Some("P1D"));
        assert_eq!(of(Base::None), None);
    }
}
