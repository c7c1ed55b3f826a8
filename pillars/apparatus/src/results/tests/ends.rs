//! Revoking and replacing: said why, decided by another person.

use super::*;

const ALL: [&str; 3] = ["results.view", "results.propose", "results.decide"];

fn proposal<'a>(kind: &'a str, day: &'a str, replaced: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("viec", kind),
        ("can-cu", "Giấy tờ không đúng sự thật"),
        ("so-quyet-dinh", "31/QĐ-UBND"),
        ("ngay-quyet-dinh", day),
        ("thay-bang", replaced),
    ]
}

#[tokio::test]
async fn a_result_ends_when_another_person_decides_and_not_before() {
    let city = City::new().await;
    let entry = city.entered(7, WARD, None).await;
    let (first, second) = (city.staff("head", WARD, &ALL).await, city.staff("leader", WARD, &ALL).await);
    let page = format!("/so-ket-qua/{}", entry.id);
    let sent = city.post(&format!("{page}/de-nghi"), &first, &proposal("revoke", "10/06/2013", "")).await;
    assert_eq!(sent, (StatusCode::SEE_OTHER, page.clone()));
    let (_, shown) = city.get(&page, &first).await;
    assert!(shown.contains("Bạn đã đề nghị việc này") && !shown.contains("value=\"dong-y\""), "{shown}");
    let own = city.post(&format!("{page}/quyet-dinh"), &first, &[("quyet-dinh", "dong-y")]).await;
    assert_eq!(own.0, StatusCode::CONFLICT, "who proposed does not decide");
    assert!(register().of_dossier(city.app(), 7).await.unwrap()[0].standing, "in force until it is decided");
    assert!(city.get("/so-ket-qua?tinh-trang=cho-duyet", &second).await.1.contains("7/GXN"));
    let twice = city.post(&format!("{page}/de-nghi"), &second, &proposal("revoke", "10/06/2013", "")).await;
    assert_eq!(twice.0, StatusCode::CONFLICT, "one proposal at a time");

    let done = city.post(&format!("{page}/quyet-dinh"), &second, &[("quyet-dinh", "dong-y")]).await;
    assert_eq!(done, (StatusCode::SEE_OTHER, page.clone()));
    let after = store::by_id(&city.app().store, entry.id).await.unwrap().unwrap();
    assert_eq!((after.state.as_str(), after.ended_on.as_deref()), ("revoked", Some("2013-06-10")));
    assert!(!register().of_dossier(city.app(), 7).await.unwrap()[0].standing);
    let (_, shown) = city.get(&page, &second).await;
    assert!(shown.contains("31/QĐ-UBND") && shown.contains("Giấy tờ không đúng sự thật"), "{shown}");
    let again = city.post(&format!("{page}/de-nghi"), &first, &proposal("revoke", "10/06/2013", "")).await;
    assert_eq!(again.0, StatusCode::CONFLICT, "what has ended is not ended again");
}

#[tokio::test]
async fn a_declined_proposal_leaves_the_result_in_force_and_says_why() {
    let city = City::new().await;
    let entry = city.entered(7, WARD, None).await;
    let (first, second) = (city.staff("head", WARD, &ALL).await, city.staff("leader", WARD, &ALL).await);
    let page = format!("/so-ket-qua/{}", entry.id);
    city.post(&format!("{page}/de-nghi"), &first, &proposal("revoke", "10/06/2013", "")).await;
    let bare = city.post(&format!("{page}/quyet-dinh"), &second, &[("quyet-dinh", "khong")]).await;
    assert_eq!(bare.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.1.contains("Hãy ghi vì sao không chấp thuận"), "{}", bare.1);
    let said = [("quyet-dinh", "khong"), ("ghi-chu", "Chưa đủ căn cứ")];
    assert_eq!(city.post(&format!("{page}/quyet-dinh"), &second, &said).await.0, StatusCode::SEE_OTHER);
    assert!(register().of_dossier(city.app(), 7).await.unwrap()[0].standing);
    assert!(city.get(&page, &first).await.1.contains("Chưa đủ căn cứ"));
}

#[tokio::test]
async fn all_mistakes_of_a_proposal_are_told_at_once_and_nothing_typed_is_lost() {
    let city = City::new().await;
    let entry = city.entered(7, WARD, None).await;
    let head = city.staff("head", WARD, &ALL).await;
    let path = format!("/so-ket-qua/{}/de-nghi", entry.id);
    let (status, page) = city.post(&path, &head, &[("so-quyet-dinh", "31/QĐ-UBND")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("31/QĐ-UBND"), "what was typed is kept: {page}");
    let (_, page) = city.post(&path, &head, &proposal("replace", "09/06/2013", "khong co")).await;
    assert!(page.contains("không thể trước ngày ký"), "{page}");
    assert!(page.contains("Không có kết quả khác của cơ quan này"), "{page}");
    assert_eq!(city.number("SELECT COUNT(*) FROM result_change").await, 0);
}

#[tokio::test]
async fn another_result_of_the_same_agency_takes_its_place() {
    let city = City::new().await;
    let old = city.entered(7, WARD, None).await;
    let new = city.entered(8, WARD, None).await;
    let elsewhere = city.entered(9, OTHER_WARD, None).await;
    let (first, second) = (city.staff("head", WARD, &ALL).await, city.staff("leader", WARD, &ALL).await);
    let page = format!("/so-ket-qua/{}", old.id);
    for wrong in [&elsewhere.code, &old.code] {
        let sent = proposal("replace", "10/06/2013", wrong);
        let (status, _) = city.post(&format!("{page}/de-nghi"), &first, &sent).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let typed = new.code.to_lowercase().replace('-', " ");
    let sent = proposal("replace", "10/06/2013", &typed);
    assert_eq!(city.post(&format!("{page}/de-nghi"), &first, &sent).await.0, StatusCode::SEE_OTHER);
    city.post(&format!("{page}/quyet-dinh"), &second, &[("quyet-dinh", "dong-y")]).await;
    let after = store::by_id(&city.app().store, old.id).await.unwrap().unwrap();
    assert_eq!((after.state.as_str(), after.replaced_by), ("replaced", Some(new.id)));
    let (_, told) = city.get(&format!("/kiem-tra-ket-qua/{}", old.code), "").await;
    assert!(told.contains("Kết quả này đã được thay thế") && told.contains("8/GXN"), "{told}");
    assert!(!told.contains(&new.code), "the new code is its holder's to give");
}

#[tokio::test]
async fn what_was_ended_meanwhile_takes_no_others_place() {
    let city = City::new().await;
    let (old, new) = (city.entered(7, WARD, None).await, city.entered(8, WARD, None).await);
    let (first, second) = (city.staff("head", WARD, &ALL).await, city.staff("leader", WARD, &ALL).await);
    let page = |id: i64, act: &str| format!("/so-ket-qua/{id}/{act}");
    let decide = [("quyet-dinh", "dong-y")];
    for (entry, other) in [(&old, &new), (&new, &old)] {
        let sent = proposal("replace", "10/06/2013", &other.code);
        assert_eq!(city.post(&page(entry.id, "de-nghi"), &first, &sent).await.0, StatusCode::SEE_OTHER);
    }
    assert_eq!(city.post(&page(new.id, "quyet-dinh"), &second, &decide).await.0, StatusCode::SEE_OTHER);
    let (status, told) = city.post(&page(old.id, "quyet-dinh"), &second, &decide).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(told.contains("Kết quả thay thế đã bị thu hồi hoặc thay thế"), "{told}");
    assert!(register().of_dossier(city.app(), 7).await.unwrap()[0].standing, "neither is lost to the other");
    assert_eq!(city.number("SELECT COUNT(*) FROM result_change WHERE state = 'proposed'").await, 1);
}

#[tokio::test]
async fn a_page_shown_again_with_mistakes_is_a_look_too_and_the_person_can_tell_who_looked() {
    let city = City::new().await;
    let (account, _) = city.citizen("lan").await;
    let entry = city.entered(7, WARD, Some(account)).await;
    let head = city.staff("head", WARD, &ALL).await;
    let (status, page) =
        city.post(&format!("/so-ket-qua/{}/de-nghi", entry.id), &head, &[("so-quyet-dinh", "31")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Nguyễn Thị Lan"), "{page}");
    assert_eq!(city.number("SELECT COUNT(*) FROM personal_read WHERE record = 'result'").await, 1);
    let told = (SLICE.personal.unwrap())(city.app().clone(), account).await.unwrap();
    assert_eq!(told["results"][0]["looks"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_result_of_somebody_else_takes_no_place() {
    let city = City::new().await;
    let old = city.entered(7, WARD, None).await;
    city.sign(8, WARD, None, None);
    {
        let mut signed = city.signed.0.lock().unwrap();
        let owner = &mut signed.last_mut().unwrap().owner;
        owner.identity_number = "362000009".to_owned();
    }
    city.tell(8, WARD).await;
    let other = store::of_dossier(&city.app().store, 8).await.unwrap().remove(0);
    let head = city.staff("head", WARD, &ALL).await;
    let sent = proposal("replace", "10/06/2013", &other.code);
    let (status, page) = city.post(&format!("/so-ket-qua/{}/de-nghi", old.id), &head, &sent).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("đứng tên người khác"), "{page}");
}

#[tokio::test]
async fn two_results_that_replace_one_another_at_the_same_moment_leave_one_in_force() {
    let city = City::new().await;
    let (old, new) = (city.entered(7, WARD, None).await, city.entered(8, WARD, None).await);
    let (first, second) = (city.staff("head", WARD, &ALL).await, city.staff("leader", WARD, &ALL).await);
    for (entry, other) in [(&old, &new), (&new, &old)] {
        let sent = proposal("replace", "10/06/2013", &other.code);
        city.post(&format!("/so-ket-qua/{}/de-nghi", entry.id), &first, &sent).await;
    }
    let decide = async |entry: i64| {
        city.post(&format!("/so-ket-qua/{entry}/quyet-dinh"), &second, &[("quyet-dinh", "dong-y")]).await.0
    };
    let (one, two) = tokio::join!(decide(old.id), decide(new.id));
    let mut both = [one.as_u16(), two.as_u16()];
    both.sort_unstable();
    assert_eq!(both, [303, 409]);
    assert_eq!(city.number("SELECT COUNT(*) FROM result_entry WHERE state = 'in_force'").await, 1);
}
