#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    yusuan::read::probe::font(data);
});
