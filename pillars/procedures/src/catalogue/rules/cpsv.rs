//! Procedures as public services in the Core Public Service Vocabulary (CPSV-AP 3.2, SEMIC), JSON-LD.

use super::words::{column, name, shown};
use contracts::procedures::Procedure;
use kernel::{Amount, Base, Term};
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
    let part = |kind: &str, at: usize| format!("{here}#{kind}-{}", at + 1);
    let decides = body.agency.as_ref().map_or("", |a| a.decides.as_str());
    let evidence = body.components.iter().enumerate().map(|(at, c)| {
        json!({"@id": part("giay-to", at), "@type": "cv:Evidence", "dct:identifier": c.key, "dct:title": vi(&c.name)})
    });
    let costs = body.fees.iter().enumerate().map(|(at, fee)| {
        let mut cost = json!({
            "@id": part("phi", at),
            "@type": "cv:Cost",
            "dct:identifier": part("phi", at),
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
    });
    let channels = body.channels.iter().map(|channel| {
        json!({
            "@id": format!("{here}#cach-{channel}"),
            "@type": "cv:Channel",
            "dct:identifier": channel,
            "dct:description": vi(&name(locale, "channel", channel)),
        })
    });
    let events = body.life_events.iter().map(|event| {
        json!({
            "@id": format!("{base}/thu-tuc?su_kien={event}"),
            "@type": ["cv:Event", "cv:LifeEvent"],
            "dct:identifier": event,
            "dct:title": vi(&name(locale, "event", event)),
        })
    });
    let laws = body.legal_basis.iter().enumerate().map(|(at, basis)| {
        json!({
            "@id": part("can-cu", at),
            "@type": "eli:LegalResource",
            "dct:identifier": basis.number,
            "dct:title": vi(if basis.title.is_empty() { &basis.number } else { &basis.title }),
            "dct:description": vi(&basis.to_string()),
        })
    });
    let requirements = body.requirements.iter().enumerate().map(|(at, text)| {
        json!({
            "@id": part("yeu-cau", at),
            "@type": "cv:Requirement",
            "dct:identifier": part("yeu-cau", at),
            "dct:title": vi(text),
        })
    });
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
        "cv:hasCompetentAuthority": {
            "@id": format!("{base}/khai-niem/{}", kernel::text::fold(decides).replace(' ', "-")),
            "@type": "cv:PublicOrganisation",
            "dct:identifier": decides,
            "dct:title": vi(decides),
            "skos:prefLabel": vi(decides),
            "dct:spatial": {
                "@id": "http://publications.europa.eu/resource/authority/country/VNM",
                "@type": "dct:Location",
            },
        },
        "cv:thematicArea": concept(base, &body.field.code, &body.field.name),
        "dct:audience": audience.collect::<Vec<_>>(),
        "cpsv:hasInput": evidence.collect::<Vec<_>>(),
        "cv:hasCost": costs.collect::<Vec<_>>(),
        "cv:hasChannel": channels.collect::<Vec<_>>(),
        "cv:isGroupedBy": events.collect::<Vec<_>>(),
        "cv:hasLegalResource": laws.collect::<Vec<_>>(),
        "cv:holdsRequirement": requirements.collect::<Vec<_>>(),
    });
    let Some(map) = service.as_object_mut() else { return service };
    if let Some(result) = &body.result {
        let output = json!({
            "@id": part("ket-qua", 0),
            "@type": "cv:Output",
            "dct:identifier": part("ket-qua", 0),
            "dct:title": vi(&result.name),
        });
        map.insert("cpsv:produces".to_owned(), output);
    }
    if let Some(time) = body.term.as_ref().and_then(duration) {
        let time = json!({"@value": time, "@type": "xsd:duration"});
        map.insert("cv:processingTime".to_owned(), time);
    }
    service
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
