//! Generated from `published_keys` in `spec/gateway.json`. Edit the spec instead.

use super::{PublishedKey, PublishedKind};

pub(super) const LIST: &[PublishedKey] = &[
    PublishedKey {
        digest: "01bec670e6894fd478163be1b4144b27c65d1b4c51d5a1218046299cadf7f8a7",
        kind: PublishedKind::SharedSecret,
        seen: "LianLianPay/LLP-Android-SDK and many copies",
    },
    PublishedKey {
        digest: "03d35075ec3456e4607aa5ae2d0bd82aa937f7c7b7a8c2ea2168dc2793ade927",
        kind: PublishedKind::SharedSecret,
        seen: "LianLianPay/LLP-Android-SDK, LLP-AuthPay-Java and many copies",
    },
    PublishedKey {
        digest: "096fcc5a139fbac07573c756d7d6bc4638129ba3d94b583d7dc332993a451ebf",
        kind: PublishedKind::SharedSecret,
        seen: "A copy of the vendor's app for Android",
    },
    PublishedKey {
        digest: "0dd666c3a173a7359cbb542a5517e6f1f38c7c120a7015c3ac282fb82c27dc52",
        kind: PublishedKind::MerchantKey,
        seen: "LianLianPay/LLP-AuthPay-Java, LLP-ExpressPay-Java, LLP-dotnet-SDK and many copies",
    },
    PublishedKey {
        digest: "1d418e413a26a6c759b825f5466664d8a3f70a2580e592732f223ae6c219ed88",
        kind: PublishedKind::MerchantKey,
        seen: "LianLianPay/LLP-M-Pay-Java, LLP-Java-SDK, LLP-MultiPayment-Java and many copies",
    },
    PublishedKey {
        digest: "2b1dc63eff1224c8b73f13916924ffa7d615ca7f97e3601077647f36c80097c8",
        kind: PublishedKind::MerchantKey,
        seen: "LianLianPay/LLP-ACCP-PHP, LLP-MultiPayment-Java",
    },
    PublishedKey {
        digest: "2befe8fac7e572c5ed8ff35996c3a9b56b8340b4954476a1a3159bdb31c2fc79",
        kind: PublishedKind::MerchantKey,
        seen: "The documentation's example of a pair of keys: LianLianPay/GitBook-Docs-en, lianlianNex/Gitbook",
    },
    PublishedKey {
        digest: "37cfa6fae919b52b6bfdbf963e468480afb74fb6a75c60b32a3d595cf640f09a",
        kind: PublishedKind::MerchantKey,
        seen: "LianLianPay/LLP-MultiPayment-Java, in its history",
    },
    PublishedKey {
        digest: "380a75f19d3a518a8d4061b39292e4bb9ddfca66c9dcd19c6744f162df37ea89",
        kind: PublishedKind::MerchantKey,
        seen: "LianLianPay/LLP-WALLET-PHP",
    },
    PublishedKey {
        digest: "5114a1c0512ea034603fca5a751de31b7089e159a99918377bfdb240362bd975",
        kind: PublishedKind::MerchantKey,
        seen: "LianLianPay/LLP-PHP-SDK, LLP-ExpressPay-PHP, LLP-YT-Java and many copies",
    },
    PublishedKey {
        digest: "553b7708d1538b61fb6f22ccc0221f95e7421f45a31977ef65894db4ac799edf",
        kind: PublishedKind::MerchantKey,
        seen: "LianLianPay/LLP-InstantPay-Java, LLP-InstantPay-dotnet",
    },
    PublishedKey {
        digest: "572c3f49440d3cb59b640cc9b688288aa013ba93f90297b91b074934d7cf1843",
        kind: PublishedKind::MerchantKey,
        seen: "LianLianPay/LLP-Java-SDK",
    },
    PublishedKey {
        digest: "5ae35628e6d21dffa3eb51bdf660151559d9988f29bb05a45a1db5e975178287",
        kind: PublishedKind::SharedSecret,
        seen: "Copies of the vendor's apps for Android and iOS, as that of the test system",
    },
    PublishedKey {
        digest: "67531e1c17cb3f4effc568ee1783557547e543e37efefdc315056b8d01875a22",
        kind: PublishedKind::MerchantKey,
        seen: "A test key of this library, in its repository",
    },
    PublishedKey {
        digest: "68e1084fff2aff68125dba1806e1da7a0ebea5e915a0d6098a4b433e6fb03a55",
        kind: PublishedKind::SharedSecret,
        seen: "LianLianPay/LLP-ExpressPay-dotnet",
    },
    PublishedKey {
        digest: "83c93fb75316d5a8e31fa4417f87d0416c27e5bfbe86254f197218937a03ceeb",
        kind: PublishedKind::SharedSecret,
        seen: "A test secret of this library, in its repository",
    },
    PublishedKey {
        digest: "90f6038b70da3b6989e91fd9af9745afb8869316fa36dfc41fb1c03098a4c44c",
        kind: PublishedKind::SharedSecret,
        seen: "Copies of the vendor's app for iOS, as that of the test system",
    },
    PublishedKey {
        digest: "9bf590cf394b4f66dba1092fc719c16619dab5d74b691a820402179ddf0a17db",
        kind: PublishedKind::MerchantKey,
        seen: "A test key of this library, in its repository",
    },
    PublishedKey {
        digest: "a4ed90ba815b13930a78792e75e23ecdf0289aa933957c6622fc31cf6ecaa8fb",
        kind: PublishedKind::MerchantKey,
        seen: "A test key of this library, in its repository",
    },
    PublishedKey {
        digest: "c4043c6001aa47794d7eb031889fd1b4e02bbb4c14a76bc3b2562eeac8e4b108",
        kind: PublishedKind::SharedSecret,
        seen: "LianLianPay/LLP-Android-SDK",
    },
    PublishedKey {
        digest: "c5e86d06c7241e21878bfed573898a9a9e7ef930e984131fd613d3e524301572",
        kind: PublishedKind::GatewayKey,
        seen: "The private half of the gateway's own key stands as a merchant's in the first commit of LianLianPay/LLP-MultiPayment-Java",
    },
    PublishedKey {
        digest: "e452acfd8fd1f2d9afba570eff4dca02ce627f74cd0eda279ff4eaccce0edf21",
        kind: PublishedKind::SharedSecret,
        seen: "LianLianPay/LLP-PHP-SDK, LLP-ExpressPay-PHP and many copies",
    },
    PublishedKey {
        digest: "fc728fedf194ff9207ddc61d381d514bcb601d4f33a6411dac15d0950d08fbd1",
        kind: PublishedKind::SharedSecret,
        seen: "LianLianPay/LLP-Android-SDK, LLP-ExpressPay-Java and many copies",
    },
];
