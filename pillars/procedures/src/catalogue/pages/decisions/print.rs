//! GET /quan-tri/thu-tuc/quyet-dinh/{id}/in: the decision on paper with its list (Decree 63/2010 art. 15; layout of Decree 30/2020).

use super::super::super::forms::ANNOUNCEMENT;
use super::super::super::rules::national;
use super::super::super::rules::words::{fee_words, name, named};
use super::super::super::store::{self, Announcement, ChangeRow};
use axum::extract::Path;
use axum::response::Response;
use contracts::procedures::Procedure;
use platform::error::Result;
use platform::{Ctx, Locale};
use serde_json::{Map, Value as Json, json};

/// The paper.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let decision = store::announcement(&ctx.app.store, id).await?;
    let mut listed = Vec::new();
    for change in store::changes_in(&ctx.app.store, id).await? {
        let body = store::change_body(&ctx.app.store, change.id).await?;
        listed.push((change, body));
    }
    let inputs = inputs(&ctx, &decision, &listed);
    let content = papers::print(&ctx, ANNOUNCEMENT, inputs, vec![]).await?;
    Ok(ui::pdf(&format!("quyet-dinh-cong-bo-{id}"), content))
}

fn inputs(ctx: &Ctx, decision: &Announcement, listed: &[(ChangeRow, Procedure)]) -> Map<String, Json> {
    let vi = papers::vietnamese(&ctx.app);
    let on = decision.signed().unwrap_or(ctx.today());
    let root = super::super::super::import::city(&ctx.app, ctx.today());
    let mut head = papers::head(&ctx.app, root, &decision.number, on);
    if let Some(head) = head.as_object_mut() {
        if decision.signed_on.is_none() {
            head.remove("on");
        }
        // The chairman of the committee signs, not the territory.
        head.insert(
            "agency".to_owned(),
            json!(vi.tn("catalogue-paper-committee", &[("city", ctx.app.settings.city.clone())])),
        );
    }
    let agency = ctx.app.directory().name(decision.agency_id).to_owned();
    let basis = [("number", decision.basis_number.clone()), ("title", decision.basis_title.clone())];
    let mut bases = vec![vi.t("catalogue-paper-ground"), vi.tn("catalogue-paper-basis", &basis)];
    bases.push(match decision.proposal.as_str() {
        "" => vi.tn("catalogue-paper-proposed", &[("agency", agency.clone())]),
        paper => {
            vi.tn("catalogue-paper-proposed-by", &[("agency", agency.clone()), ("paper", paper.to_owned())])
        }
    });
    let lists: Vec<Json> =
        ["new", "amend", "replace", "abolish"].iter().filter_map(|kind| list(&vi, kind, listed)).collect();
    let object = json!({
        "head": head,
        "gist": decision.subject,
        "issuer": vi.t("catalogue-paper-issuer"),
        "bases": bases,
        "decides": vi.t("catalogue-paper-decides"),
        "articles": [
            vi.tn("catalogue-paper-article-1", &[("count", listed.len().to_string()), ("agency", agency.clone())]),
            vi.tn("catalogue-paper-article-2", &[("day", super::super::day(&decision.effect_on))]),
            vi.tn("catalogue-paper-article-3", &[("agency", agency)]),
        ],
        "annex": vi.t("catalogue-paper-annex"),
        "lists": lists,
        "contents": contents(&vi, listed),
        "recipients": [vi.t("catalogue-paper-to-3"), vi.t("catalogue-paper-to-control")],
        "archive": vi.t("catalogue-paper-archive"),
        "sign": {"post": decision.signer_post, "name": decision.signer},
    });
    match object {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

/// What stands in the list or is no part of a procedure (Decree 63/2010, article 8).
const UNSAID: [&str; 5] = [
    "catalogue-national-number",
    "catalogue-national-code",
    "catalogue-national-name",
    "catalogue-national-agency",
    "catalogue-national-status",
];

/// The procedures that the city itself sets, part by part; of those that the centre sets the list is enough (Decree 63/2010 as
/// amended by Decree 48/2013, article 13.2).
fn contents(vi: &Locale, listed: &[(ChangeRow, Procedure)]) -> Vec<Json> {
    let own = listed.iter().filter(|(change, _)| change.origin == "own" && change.kind != "abolish");
    let whole = own.map(|(_, body)| {
        let all = national::FIELDS.iter().zip(national::values(vi, body, ""));
        let said = all.filter(|(field, text)| !text.is_empty() && !UNSAID.contains(field));
        let parts: Vec<Json> =
            said.map(|(field, text)| json!({"name": vi.t(field), "text": parted(&text)})).collect();
        let called = [("name", body.name.clone()), ("code", body.code.clone())];
        json!({"title": vi.tn("catalogue-paper-whole", &called), "parts": parts})
    });
    whole.collect()
}

/// Entries whose parts the database parts by bars, for a reader on paper.
fn parted(text: &str) -> String {
    let line = |line: &str| {
        line.split(" | ")
            .map(|part| part.trim_matches([' ', '|']))
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" – ")
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The list of one kind; none where the decision has none of it.
fn list(vi: &Locale, kind: &str, listed: &[(ChangeRow, Procedure)]) -> Option<Json> {
    let of_kind: Vec<&(ChangeRow, Procedure)> = listed.iter().filter(|(c, _)| c.kind == kind).collect();
    if of_kind.is_empty() {
        return None;
    }
    let abolished = kind == "abolish";
    let rows: Vec<Json> = of_kind
        .iter()
        .enumerate()
        .map(|(at, (change, body))| {
            let number = (at + 1).to_string();
            let bases: Vec<String> = body.legal_basis.iter().map(ToString::to_string).collect();
            let title = format!("{} ({})", body.name, body.legacy_code.as_deref().unwrap_or(&body.code));
            if abolished {
                return json!([number, title, bases.join("; ")]);
            }
            let changed: Vec<String> =
                change.parts.split_whitespace().map(|part| name(vi, "part", part)).collect();
            let fees: Vec<String> =
                body.fees.iter().map(|f| format!("{}: {}", f.name, fee_words(vi, f))).collect();
            let decides = body.agency.as_ref().map(|a| a.decides.clone()).unwrap_or_default();
            let place = format!("{decides}; {}", named(vi, "channel", &body.channels));
            let about = match kind {
                "new" => title,
                _ => format!("{title}. {}: {}", vi.t("catalogue-decision-changed"), changed.join(", ")),
            };
            json!([number, about, body.term_words(vi), place, fees.join("; "), bases.join("; ")])
        })
        .collect();
    let heads: &[&str] = if abolished {
        &["catalogue-paper-col-no", "catalogue-paper-col-name", "catalogue-paper-col-abolished"]
    } else {
        &[
            "catalogue-paper-col-no",
            "catalogue-paper-col-name",
            "catalogue-fact-term",
            "catalogue-paper-col-place",
            "catalogue-fact-fee",
            "catalogue-part-legal-basis",
        ]
    };
    Some(json!({
        "title": vi.t(&format!("catalogue-paper-list-{kind}")),
        "columns": heads.iter().map(|head| vi.t(head)).collect::<Vec<_>>(),
        "rows": rows,
    }))
}
