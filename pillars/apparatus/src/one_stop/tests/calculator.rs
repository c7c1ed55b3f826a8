//! The public calculator over HTTP: a bare term, a procedure, both ends, and what is wrong with what was typed.

use super::pages::Desk;
use super::*;
use axum::http::StatusCode;
use contracts::settlement::{BarePromise, BothEnds, SettlementEnds};
use platform::access::Role;

/// The index's clock as the slice `settlement` has it: the first promise, later by the wait.
struct Index;

#[async_trait]
impl SettlementEnds for Index {
    async fn of(&self, _: &App, _: i64, _: Moment) -> Result<Option<BothEnds>> {
        Ok(None)
    }

    fn index_limit(&self, _: &App, promise: BarePromise) -> Result<Option<Moment>> {
        Ok(promise.first.map(|first| first.plus_minutes(promise.waited)))
    }
}

#[tokio::test]
async fn a_bare_term_is_counted_line_by_line_and_can_be_shared() {
    let city = city().await;
    let reader = Desk::of(&city, "doc", Role::Inspector, WARD).await;
    let blank = reader.get("/tinh-han").await;
    assert_eq!(blank.status, StatusCode::OK);
    assert!(blank.has("method=\"get\"") && !blank.has("id=\"ket-qua\""), "{}", blank.text);
    let shared = reader.get("/tinh-han?fbclid=x").await;
    assert!(shared.status == StatusCode::OK && !shared.has("f-luc-error"), "nothing of the form was asked");
    let page = reader.get("/tinh-han?so=5&don-vi-tinh=ngay-lam-viec&luc=2012-10-03T08%3A15").await;
    for needle in
        ["ket-qua", "10/10/2012", "Tiếp nhận lúc 08:15 03/10/2012.", "5 ngày làm việc", "09/10/2012"]
    {
        assert!(page.has(needle), "{needle} in {}", page.text);
    }
    assert!(
        page.has("so=5") && page.has("luc=2012-10-03T08%3A15"),
        "the link holds all of it: {}",
        page.text
    );
}

#[tokio::test]
async fn a_procedure_brings_its_term_with_verification_and_its_offices() {
    let city = city().await;
    let reader = Desk::of(&city, "doc", Role::Inspector, WARD).await;
    let asked = "/tinh-han?thu-tuc=HT-09&luc=2012-10-03T08:15&co-quan=an-hoa";
    let plain = reader.get(asked).await;
    assert!(plain.has("10/10/2012") && plain.has("UBND phường An Hòa"), "{}", plain.text);
    assert!(!plain.has("value=\"so-tu-phap\""), "a department receives nothing of a commune's");
    let verified = reader.get(&format!("{asked}&tham-tra=co")).await;
    assert!(verified.has("15/10/2012"), "three working days more: {}", verified.text);
}

#[tokio::test]
async fn both_ends_are_told_where_the_law_and_the_index_differ() {
    let city = city().await;
    city.app.provide::<Arc<dyn SettlementEnds>>(Arc::new(Index));
    let reader = Desk::of(&city, "doc", Role::Inspector, WARD).await;
    let base = "/tinh-han?so=5&don-vi-tinh=ngay-lam-viec&luc=2018-07-02T08:15";
    let alike = reader.get(base).await;
    assert!(alike.has("Cùng mốc với luật"), "{}", alike.text);
    let page = reader.get(&format!("{base}&yeu-cau=2018-07-03T09:00&da-du=2018-07-06T09:00")).await;
    // By the law anew from the 6th; by the index the 9th and the three days that were waited for.
    for needle in ["thời hạn tính lại từ đầu", "13/07/2018", "11:30 12/07/2018"] {
        assert!(page.has(needle), "{needle} in {}", page.text);
    }
}

#[tokio::test]
async fn what_cannot_be_counted_is_said_beside_its_field() {
    let city = city().await;
    let reader = Desk::of(&city, "doc", Role::Inspector, WARD).await;
    for (query, field) in [
        ("so=5&don-vi-tinh=ngay-lam-viec", "f-luc-error"),
        ("so=5&luc=hôm nay", "f-luc-error"),
        ("so=5&luc=1999-10-03T08:15", "f-luc-error"),
        ("so=0&luc=2012-10-03T08:15", "f-so-error"),
        ("so=5&don-vi-tinh=tuan&luc=2012-10-03T08:15", "f-don-vi-tinh-error"),
        ("thu-tuc=KHONG-CO&luc=2012-10-03T08:15", "f-thu-tuc-error"),
        ("so=5&luc=2012-10-03T08:15&co-quan=khong-co", "f-co-quan-error"),
        ("so=5&luc=2012-10-03T08:15&yeu-cau=2012-10-04T08:15", "f-da-du-error"),
        ("so=5&luc=2012-10-03T08:15&yeu-cau=2012-10-05T08:15&da-du=2012-10-04T08:15", "f-da-du-error"),
        ("so=5&luc=2012-10-03T08:15&yeu-cau=2012-10-02T08:15&da-du=2012-10-04T08:15", "f-yeu-cau-error"),
    ] {
        let page = reader.get(&format!("/tinh-han?{}", query.replace('ô', "%C3%B4").replace(' ', "+"))).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(page.has(field) && !page.has("id=\"ket-qua\""), "{query}: {}", page.text);
    }
}
