//! The document of a review in the layout of Decree 30/2020/NĐ-CP: chapters, every target and what was done, causes, award proposals,
//! and how the figures were frozen. The annex names the address of every figure's records.

use super::gather::DONE;
use super::pages::{measured_words, verdict_word};
use super::rules::{AwardState, State, Verdict};
use super::store::awards::{self, Award};
use super::store::chapters::{self, Chapter};
use super::store::figures::{self, Figure};
use super::store::reviews::Review;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::messages::Lang;
use serde_json::{Value as Json, json};

/// The answer that hands the document over.
pub async fn answer(ctx: &Ctx, review: &Review) -> Result<Response> {
    let store = &ctx.app.store;
    let whole = Whole {
        figures: figures::of_review(store, review.id).await?,
        chapters: chapters::of_review(store, review.id).await?,
        awards: awards::of_review(store, review.id).await?,
    };
    let name = format!("{}-{}", if review.kind == "final" { "tong-ket" } else { "so-ket" }, review.id);
    let Json::Object(inputs) = letter(ctx, review, &whole)? else {
        return Err(Error::fault("final review", "not an object"));
    };
    let content = papers::print(ctx, printing::LETTER, inputs, Vec::new()).await?;
    Ok(ui::pdf(&name, content))
}

/// All that the document says.
struct Whole {
    figures: Vec<Figure>,
    chapters: Vec<Chapter>,
    awards: Vec<Award>,
}

/// The document. It speaks Vietnamese, whatever language the reader's screen speaks.
fn letter(ctx: &Ctx, review: &Review, whole: &Whole) -> Result<Json> {
    let mut vi = ctx.clone();
    vi.locale = ctx.app.locale(Lang::Vi);
    let approved = matches!(review.state()?, State::Approved | State::Published);
    let on = review.decided_on.as_deref().and_then(|day| day.parse().ok()).unwrap_or(ctx.today());
    let number = if approved { review.decision.as_str() } else { "" };
    let mut body = vec![json!(opening(&vi, review, &whole.figures))];
    if !approved {
        body.push(json!(vi.t("final-review-paper-draft")));
    }
    let heading = |number: usize, title: &str| json!({"heading": format!("{}. {title}", roman(number))});
    for (at, chapter) in (1..).zip(&whole.chapters) {
        body.push(heading(at, &chapter.title));
        let mut lines = chapter.text.lines().map(str::trim).filter(|l| !l.is_empty()).peekable();
        if lines.peek().is_none() {
            body.push(json!(vi.t("final-review-nothing-written")));
        }
        body.extend(lines.map(|line| json!(line)));
    }
    let next = whole.chapters.len() + 1;
    body.push(heading(next, &vi.t("final-review-targets")));
    body.push(json!({"table": targets(&vi, &whole.figures)}));
    body.extend(causes(&vi, &whole.figures));
    body.push(heading(next + 1, &vi.t("final-review-done")));
    body.push(json!({"table": done(&vi, &whole.figures)}));
    body.push(heading(next + 2, &vi.t("final-review-awards-agreed")));
    body.extend(agreed(&vi, &whole.awards)?);
    if let Some(at) = review.frozen_at {
        let args = [
            ("at", kernel::Moment::from_micros(at).vn()),
            ("count", review.frozen_count.to_string()),
            ("hash", review.frozen_hash.clone()),
        ];
        body.push(json!(vi.tn("final-review-frozen", &args)));
    }
    Ok(json!({
        "head": papers::head(&ctx.app, review.owner_id, number, on),
        "kind": vi.t("final-review-paper-kind"),
        "gist": review.name,
        "body": body,
        "sign": {
            "post": vi.t("final-review-paper-post"),
            "name": if approved { review.decided_name.as_str() } else { "" },
        },
    }))
}

fn opening(vi: &Ctx, review: &Review, all: &[Figure]) -> String {
    let of = |verdict: Verdict| all.iter().filter(|f| f.verdict() == Some(verdict)).count().to_string();
    let args = [
        ("programme", review.programme_name.clone()),
        ("from", ui::vn_day(&review.from_on)),
        ("to", ui::vn_day(&review.to_on)),
        ("as_of", ui::vn_day(&review.as_of_on)),
        ("met", of(Verdict::Met)),
        ("missed", of(Verdict::Missed)),
        ("unmeasured", of(Verdict::Unmeasured)),
    ];
    vi.tn("final-review-paper-opening", &args)
}

fn targets(vi: &Ctx, all: &[Figure]) -> Json {
    let keys = [
        "final-review-paper-number",
        "final-review-head-target",
        "final-review-head-planned",
        "final-review-head-measured",
        "final-review-head-declared",
        "final-review-head-verdict",
    ];
    let rows = (1..).zip(all.iter().filter(|f| f.section == "target")).map(|(at, f): (usize, _)| {
        json!([
            at.to_string(),
            format!("{} ({})", f.name, f.code),
            f.planned,
            measured_words(vi, f),
            f.declared,
            f.verdict().map(|v| verdict_word(vi, v)).unwrap_or_default(),
        ])
    });
    json!({
        "columns": keys.map(|key| vi.t(key)), "widths": [0.6, 3, 1.8, 1.6, 1.6, 1.2], "rows": rows.collect::<Vec<_>>()
    })
}

/// The causes that agencies wrote.
fn causes(vi: &Ctx, all: &[Figure]) -> Vec<Json> {
    let written = all.iter().filter(|f| !f.cause.is_empty()).map(|f| {
        let agency = vi.app.directory().name(f.agency_id).to_owned();
        format!("{} ({agency}): {}", f.name, f.cause)
    });
    let points: Vec<String> = written.collect();
    if points.is_empty() {
        return Vec::new();
    }
    vec![json!({"heading": vi.t("final-review-paper-causes")}), json!({"clauses": points})]
}

fn done(vi: &Ctx, all: &[Figure]) -> Json {
    let mut years: Vec<i64> = all.iter().filter(|f| f.section == "done").map(|f| f.year).collect();
    years.sort_unstable();
    years.dedup();
    let mut columns = vec![vi.t("final-review-head-item")];
    columns.extend(years.iter().map(i64::to_string));
    let rows = DONE.iter().map(|item| {
        let of_year = |year: &i64| {
            let code = format!("{item}/{year}");
            all.iter().find(|f| f.code == code).map(|f| measured_words(vi, f)).unwrap_or_default()
        };
        let name = vi.t(&format!("final-review-done-{item}"));
        std::iter::once(name).chain(years.iter().map(of_year)).collect::<Vec<String>>()
    });
    json!({"columns": columns, "rows": rows.collect::<Vec<_>>()})
}

fn agreed(vi: &Ctx, all: &[Award]) -> Result<Vec<Json>> {
    let mut points = Vec::new();
    for award in all {
        if award.state()? == AwardState::Agreed {
            let who = format!("{} {}", award.person, vi.app.directory().name(award.agency_id));
            points.push(format!("{}: {} {}", who.trim(), award.reason, award.grounds).trim_end().to_owned());
        }
    }
    Ok(if points.is_empty() {
        vec![json!(vi.t("final-review-awards-empty"))]
    } else {
        vec![json!({"clauses": points})]
    })
}

/// Parts are numbered in Roman numerals.
fn roman(number: usize) -> String {
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn parts_are_numbered_as_in_official_papers() {
        let told: Vec<String> = (1..=14).map(super::roman).collect();
        assert_eq!(told.join(" "), "I II III IV V VI VII VIII IX X XI XII XIII XIV");
    }
}
