//! Form 02, phiếu yêu cầu bổ sung: what the latest request asks for, until when, how, and who guides.

use super::sheet;
use crate::one_stop::forms;
use crate::one_stop::rules::{DeadlineRules, ReasonOf};
use crate::one_stop::store::{self, Dossier, Paper};
use kernel::{Moment, SupplementMode};
use platform::Ctx;
use platform::error::Result;
use serde_json::{Value as Json, json};

/// Prints the latest request.
pub async fn print(ctx: &Ctx, dossier: &Dossier) -> Result<Vec<u8>> {
    let vi = sheet::vietnamese(&ctx.app);
    let asked = store::supplements(&ctx.app.store, dossier.id).await?.pop();
    let asked = asked.ok_or_else(|| sheet::none("one-stop-refused-paper-02"))?;
    let papers = store::papers(&ctx.app.store, dossier.id).await?;
    let profiles = ctx.app.profiles();
    let day = dossier.received().unwrap_or(Moment::from_micros(dossier.filed_at)).day();
    let clock = match (dossier.received_at, DeadlineRules::on(&profiles, day)?.supplement) {
        (None, _) => "one-stop-paper-clock-not-started",
        (_, SupplementMode::Restart) => "one-stop-paper-clock-restart",
        (_, SupplementMode::Pause) => "one-stop-paper-clock-pause",
    };
    let ground =
        profiles.rule("one_stop.supplement_mode", day).filter(|r| r.confirmed).map(|r| r.source.clone());
    let bare = asked.reason_code.replace('_', " ");
    let reason = Some(ReasonOf::Supplement.name(&profiles, &vi, &asked.reason_code)).filter(|t| *t != bare);
    let mut inputs = sheet::inputs(
        ctx,
        dossier,
        &vi.t("one-stop-paper-number"),
        Moment::from_micros(asked.asked_at).day(),
    )?;
    let own = json!({
        "papers": needs(&asked.content, &papers),
        "reasons": reason.unwrap_or_else(|| vi.t("one-stop-paper-supplement-reason")),
        "grounds": ground,
        "until": asked.answer_by_on,
        "how": vi.t("one-stop-paper-supplement-how"),
        "clock_note": vi.t(clock),
        "guide": {"name": asked.guide_name, "phone": asked.guide_phone},
        "recipients": [vi.t("one-stop-paper-to-applicant")],
    });
    if let Json::Object(own) = own {
        inputs.extend(own);
    }
    sheet::print(ctx, forms::SUPPLEMENT, inputs, Vec::new()).await
}

/// The request line by line: a line that begins with the name of one of the papers is about that paper.
fn needs(content: &str, papers: &[Paper]) -> Vec<Json> {
    content
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let line = line.trim_start_matches(['-', '+', '•', ' ']);
            let about = papers.iter().find(|p| line.to_lowercase().starts_with(&p.name.to_lowercase()));
            match about {
                Some(paper) => {
                    let rest: String = line.chars().skip(paper.name.chars().count()).collect();
                    json!({"name": paper.name, "need": rest.trim_start_matches([':', '-', '–', ',', ' '])})
                }
                None => json!({"name": line}),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(name: &str) -> Paper {
        Paper {
            id: 1,
            component: "a".to_owned(),
            name: name.to_owned(),
            given: "missing".to_owned(),
            copies: 0,
            note: None,
            file_hash: None,
            file_name: None,
            shelf_id: None,
        }
    }

    #[test]
    fn a_line_about_a_paper_is_split_from_its_name() {
        let rows = needs("- sổ hộ khẩu: thiếu trang của vợ\n\nẢnh 4x6", &[paper("Sổ hộ khẩu")]);
        assert_eq!(
            rows,
            [json!({"name": "Sổ hộ khẩu", "need": "thiếu trang của vợ"}), json!({"name": "Ảnh 4x6"})]
        );
    }
}
