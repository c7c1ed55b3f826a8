//! The check that is open to everybody, and the cover sheet whose code leads there.

use super::*;

/// A form with a code and a file, as a browser sends it.
fn with_file(code: &str, content: &str) -> Request<Body> {
    let body = format!(
        "--X\r\nContent-Disposition: form-data; name=\"ma\"\r\n\r\n{code}\r\n\
         --X\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a.pdf\"\r\n\
         Content-Type: application/pdf\r\n\r\n{content}\r\n--X--\r\n"
    );
    Request::post("/kiem-tra-ket-qua")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=X")
        .body(Body::from(body))
        .unwrap()
}

#[tokio::test]
async fn a_code_tells_in_plain_words_and_names_nobody_in_full() {
    let city = City::new().await;
    let entry = city.entered(7, WARD, None).await;
    let (status, page) = city.get(&format!("/kiem-tra-ket-qua/{}", entry.code), "").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Kết quả này có thật và đang có hiệu lực"), "{page}");
    assert!(
        page.contains("7/GXN") && page.contains("UBND phường An Hòa") && page.contains("10/12/2013"),
        "{page}"
    );
    assert!(page.contains("N••••• T•• L••"), "{page}");
    for hidden in ["Nguyễn Thị Lan", "362000001", "H13.02-130603-0007"] {
        assert!(!page.contains(hidden), "{hidden}: {page}");
    }
    let typed = entry.code.to_lowercase().replace('-', "+");
    let (_, page) = city.get(&format!("/kiem-tra-ket-qua?ma={typed}"), "").await;
    assert!(page.contains("đang có hiệu lực"), "however it is typed: {page}");
    city.city.clock.set(at("2013-12-11"));
    let (_, page) = city.get(&format!("/kiem-tra-ket-qua/{}", entry.code), "").await;
    assert!(page.contains("đã hết hạn") && page.contains("10/12/2013"), "{page}");
}

#[tokio::test]
async fn an_unknown_code_and_what_is_none_are_told_apart_with_what_to_do() {
    let city = City::new().await;
    let (status, page) = city.get("/kiem-tra-ket-qua/0000-0000-0000-0000", "").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("Không có kết quả nào mang mã này") && page.contains("so từng ký tự"), "{page}");
    let (status, page) = city.post("/kiem-tra-ket-qua", "", &[("ma", "12/GXN")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Đây không phải mã kiểm tra") && page.contains("12/GXN"), "{page}");
    assert_eq!(city.get("/kiem-tra-ket-qua", "").await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_file_is_compared_by_its_hash_and_not_kept() {
    let city = City::new().await;
    let tx = city.app().store.housekeeping().await.unwrap();
    let signed = b"%PDF-1.7 signed".to_vec();
    let file = city.app().files.put_as(&tx, signed.into(), "application/pdf").await.unwrap();
    tx.commit().await.unwrap();
    city.sign(7, WARD, None, Some((file.hash.clone(), "ket-qua.pdf".to_owned())));
    city.tell(7, WARD).await;
    let entry = store::of_dossier(&city.app().store, 7).await.unwrap().remove(0);
    let files = city.number("SELECT COUNT(*) FROM stored_file").await;
    let (status, page) = city.send(with_file(&entry.code, "%PDF-1.7 signed")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("đúng là tệp đã ký"), "{page}");
    let (_, page) = city.send(with_file(&entry.code, "%PDF-1.7 altered")).await;
    assert!(page.contains("khác tệp đã ký"), "{page}");
    assert_eq!(city.number("SELECT COUNT(*) FROM stored_file").await, files, "nothing given is kept");
    let paper = city.entered(8, WARD, None).await;
    let (_, page) = city.send(with_file(&paper.code, "%PDF-1.7 signed")).await;
    assert!(page.contains("chỉ có bản giấy"), "{page}");
}

#[tokio::test]
async fn the_entry_is_proven_by_the_sealed_ledger() {
    let city = City::new().await;
    let entry = city.entered(7, WARD, None).await;
    let path = format!("/kiem-tra-ket-qua/{}", entry.code);
    assert!(city.get(&path, "").await.1.contains("chưa được niêm phong"));
    assert_eq!(city.get(&format!("{path}/niem-phong"), "").await.0, StatusCode::NOT_FOUND);
    platform::ledger::seal(city.app()).await.unwrap();
    let (_, page) = city.get(&path, "").await;
    assert!(page.contains("Khớp") && page.contains("không ai sửa mục vào sổ"), "{page}");
    let (status, proof) = city.get(&format!("{path}/niem-phong"), "").await;
    assert_eq!(status, StatusCode::OK);
    let proof: ledger::Proof = serde_json::from_str(&proof).unwrap();
    assert!(proof.check(None).unwrap().is_some());
}

#[tokio::test]
async fn the_cover_sheet_prints_for_the_agency_and_for_whose_account_filed() {
    let city = City::new().await;
    let (account, own) = city.citizen("lan").await;
    let (_, stranger) = city.citizen("khac").await;
    let entry = city.entered(7, WARD, Some(account)).await;
    let clerk = city.staff("clerk", WARD, &["results.view"]).await;
    let (status, paper) = city.get(&format!("/so-ket-qua/{}/in", entry.id), &clerk).await;
    assert_eq!(status, StatusCode::OK);
    assert!(paper.starts_with("%PDF"));
    assert_eq!(city.number("SELECT COUNT(*) FROM personal_read WHERE what = 'paper'").await, 1);
    let path = format!("/ket-qua-cua-toi/{}/in", entry.code);
    assert!(city.get(&path, &own).await.1.starts_with("%PDF"));
    let check = format!("/kiem-tra-ket-qua/{}", entry.code);
    assert!(city.get(&check, &own).await.1.contains(&path), "the check leads whose it is to the sheet");
    assert!(!city.get(&check, &stranger).await.1.contains(&path));
    assert_eq!(city.get(&path, &stranger).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get(&path, "").await.0, StatusCode::UNAUTHORIZED);
}
