// What a mother answers who files birth and residence of her child at once (LT-01).

const HOME = { phuong_xa: 'phường Cái Khế', quan_huyen: 'quận Ninh Kiều', tinh: 'Cần Thơ' }
const lives = group => Object.fromEntries(Object.entries(HOME).map(([part, value]) => [`k.${group}.${part}`, value]))
/** By the controls' names; the papers are not among them. */
export const ANSWERS = {
  'ho-ten': 'Nguyễn Thị Ngọc Lan', 'dien-thoai': '0900000001',
  'k.ho_ten_nguoi_khai': 'Nguyễn Thị Ngọc Lan', 'k.giay_to_nguoi_khai': '362000001', 'k.dien_thoai': '0900000001',
  'k.quan_he_nguoi_khai': 'Mẹ', ...lives('noi_cu_tru_nguoi_khai'),
  'k.ho_ten_con': 'Nguyễn Minh Khang', 'k.gioi_tinh_con': 'Nam', 'k.ngay_sinh_con': '2015-09-01', ...lives('noi_sinh'),
  'k.dan_toc_con': 'Kinh', 'k.quoc_tich_con': 'Việt Nam', 'k.ho_ten_me': 'Nguyễn Thị Ngọc Lan', 'k.nam_sinh_me': '1985',
  'k.dan_toc_me': 'Kinh', ...lives('noi_cu_tru_me'), 'k.ghi_ten_cha': 'Không', 'tra-ket-qua': 'counter',
}
