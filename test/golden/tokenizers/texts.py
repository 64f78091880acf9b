"""Texts for the golden values of tokenizers: sentences in many languages, written for this, and random mixtures. Seeded."""

import random

SENTENCES = [
    'The quick brown fox jumps over the lazy dog; it didn’t mind, and they’ll say it’s what we’ve done.',
    'Der Müller mahlt Korn für die Straße, während es draußen regnet und über Öl gesprochen wird.',
    'Où est passé l’élève naïf qui mangeait des crêpes à Noël, là-bas, près de la forêt ?',
    '¿Cuándo llegará el niño? ¡Mañana por la mañana, según su tío, en autobús!',
    'Amanhã não haverá pão; a avó está à espera do avião da sua irmã.',
    'Perché la città è così bella? Più tardi andrò lì, però senza caffè.',
    'Zażółć gęślą jaźń, a potem pójdź, kiń tę chmurność w głąb flaszy.',
    'Příliš žluťoučký kůň úpěl ďábelské ódy v městečku pod kopcem.',
    'Árvíztűrő tükörfúrógép áll a hídon, és őrzi az öreg fűzfát.',
    'İstanbul’da ılık bir gün; çocuklar şeker yiyor, IŞIK söndü, ıssız yol uzun.',
    'Tôi đang học tiếng Việt ở Hà Nội, trời hôm nay đẹp quá nhưng hơi nóng.',
    'Съешь же ещё этих мягких французских булок, да выпей чаю, пожалуйста.',
    'Щедрий вечір, добрий вечір! Її ґудзик зник у їжака.',
    'Ξεσκεπάζω την ψυχοφθόρα βδελυγμία· ο Σίσυφος είναι εδώ, ΟΔΟΣ ΣΟΦΙΑΣ.',
    'שלום עולם, מה שלומך היום? עִבְרִית עִם נִקּוּד.',
    'مرحبا بالعالم، كيف حالك اليوم؟ النَّصُّ مع الحركاتِ والأرقام ١٢٣٤.',
    'سلام دنیا، می‌خواهم کتاب بخوانم.',
    'नमस्ते दुनिया, क्षेत्र में ज्ञान और श्रद्धा है। १२३',
    'বাংলা ভাষায় একটি বাক্য, ক্ষমা করবেন।',
    'தமிழ் மொழியில் ஒரு வாக்கியம், ஸ்ரீ கோவில்.',
    'ภาษาไทยไม่มีวรรคระหว่างคำ แต่มีสระและวรรณยุกต์ ๑๒๓',
    '今天天气很好，我们去公园散步吧。二〇二四年，㐀㐁𠀀𠀁。',
    '日本語のテキスト、ひらがなとカタカナとﾊﾝｶｸ、「引用」も。がぎぐ か\u3099き\u3099',
    '한국어 문장입니다. 안녕하세요, \u1112\u1161\u11ab\u1100\u1173\u11af 세계!',
    'ქართული ტექსტი, რომელიც საკმაოდ მოკლეა.',
    'Հայերեն նախադասություն, և ուրիշ ոչինչ։',
    'አማርኛ ጽሑፍ፣ ሰላም ለዓለም።',
    'ខ្ញុំស្រឡាញ់ភាសាខ្មែរ។',
    'မြန်မာဘာသာစကား',
    'བོད་ཡིག་གི་ཚིག་གྲུབ།',
    'Kiswahili ni lugha nzuri; habari za asubuhi, rafiki yangu?',
    'def total(xs: list[int]) -> int:\n    return sum(x ** 2 for x in xs if x != 0)  # squares\n\n\tprint("ok")\r\n',
    '{"key": [1, 2.5e-10, null], "s": "\\n", "u": "caf\\u00e9"}',
    'if (a<b && c>=d) { return `${x}`; } /* ``quoted\'\' */ #include <x.h>',
    'https://example.org/a_b-c?d=e%20f#g and user.name+tag@example.co.uk',
    'On 2024-10-05 at 09:41 it cost $1,234.50 (≈ €1.100,00); 100000000 + 12345 = 3½ ⅞ ①②③ Ⅻ ²³ x₁.',
    'ﬁne ﬂow oﬃce ﷺ ㍿ ㎏ ﾃﾞｰﾀ Ａｂｃ１２３ ℃ Å K ǆ Ǆ № ™ … ‥',
    '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇩🇪🇫🇷 1️⃣ ❤️ 😀😃 🦊 🫨 🧑🏿‍🚀 ☕️ ✈',
    'Z\u0351\u036b\u0343\u036aa\u0310\u0308\u0323l\u0321g\u0335\u0301o e\u0301 a\u0308\u0323 a\u0323\u0308 \u1e69 s\u0323\u0307 q\u0307\u0323 \u0344',
    'control \x00\x01\x02\x0b\x0c\x1b[31mred\x7f\x85\x9f\ufeff \u200b\u200d\u2060 soft\u00adhyphen \u202eover\u202c \ufffd \ufffe \U000e0041',
    'ypogegrammeni \u0345 x\u0345y \U000122ab\u0345 \u24d0\u0345 \u1c80\u212a DON\u2019T I\'M I\u017f \'\u017f \'LL\'Re',
    '\u00a0non\u00a0breaking\u2003em\u3000ideographic\u2028line\u2029paragraph\u1680ogham\u205f',
]

SPECIALS = ['<s>', '</s>', '<unk>', '<pad>', '[CLS]', '[SEP]', '[MASK]', '[UNK]', '<mask>', '<|endoftext|>', '<|im_start|>', '<|im_end|>', '<|eot_id|>',
            '<|begin_of_text|>', '<extra_id_0>', '<bos>', '<start_of_turn>', '[INST]', '<0x41>', '\u2581', '\u2581\u2581', '##ing', '  ', '   ', '\n\n', 'word_', '<w>']

POOLS = ['abcdefghij ', 'ABC xyz', '0123456789', ' \n\t\r', '.,;:!?\'"’-()[]{}', 'äöüßéñ', '漢字仮名', 'абвгд', '🦊👍🏽❤\ufe0f\u200d', '\u0301\u0308\u0323\u0327\u0345',
         '\u00a0\u2003\u0085\ufeff', 'אבג', 'ابت', 'ΑΣσς', 'İIıi', '\u1100\u1161\u11a8\uac00', 'が\u3099か', 'कक्ष\u094d\u093e', 'ﬁ㍿½Ａ', '\x00\x01\x1f\x7f', '\u2581_', '<>|s/', 'ſK']


def random_texts(count: int, seed: int, longest: int = 60) -> list[str]:
    source = random.Random(seed)
    texts = []
    for number in range(count):
        parts = []
        for _ in range(source.randint(1, longest)):
            kind = source.random()
            if kind < 0.03:
                parts.append(source.choice(SPECIALS))
            elif kind < 0.08:
                parts.append(source.choice(source.choice(SENTENCES).split(' ')) + ' ')
            elif kind < 0.1:
                parts.append(source.choice(source.choice(POOLS)) * source.randint(2, 9))
            elif kind < 0.12 and number % 4 == 0:
                code = source.randrange(0x30000)
                parts.append('' if 0xD800 <= code <= 0xDFFF else chr(code))
            else:
                parts.append(source.choice(source.choice(POOLS)))
        texts.append(''.join(parts))
    return texts


def generated_texts() -> list[str]:
    source = random.Random(7)
    mixed = [' '.join(source.sample(SENTENCES, 3))[: source.randint(20, 200)] for _ in range(80)]
    long = ['a' * 300, ' ' * 300, '漢' * 200, '🦊' * 60, 'ab ' * 100, '\n' * 90, '\u0301' * 250, 'e\u0301\u0323' * 60, '\u0301\u0323' * 120, 'x' * 101, 'ü' * 100, '\u2581' * 40]
    return ['', *SENTENCES, *(each.upper() for each in SENTENCES[:20]), *long, *SPECIALS, *mixed, *random_texts(220, 3)]
