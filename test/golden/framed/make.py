"""Golden values for test/unit/encoding/framed-documents.test.ts: documents read as messages, by transformers.

    python3 -m venv venv
    venv/bin/pip install torch==2.15.0 transformers==4.57.6 optimum==2.1.0 optimum-onnx==0.1.0 onnx==1.23.2 onnxscript==0.7.2 \\
        onnxruntime==1.31.1 onnxruntime-genai==0.11.4 numpy==2.4.6 Brotli==1.2.1
    venv/bin/python test/golden/framed/make.py

Run from the repository root. Two readers share one Llama with random weights, made as those in test/golden/readers are: `chatml`, with the
tokenizer of Qwen 2 and its template in tokenizer_config.json, and `headers`, with that of Llama 3 and its template in chat_template.jinja;
both around a vocabulary of 312 trained here. Templates are those of test/golden/chat. Writes, beside this file:

- model.onnx.br: the Llama, exported by optimum
- <reader>/: tokenizer.json, tokenizer_config.json and, for `headers`, chat_template.jinja
- expected.json.gz: for each reader and role, of each document the ids that apply_chat_template gives, and how many of them stand before and
  after it; the places of its own tokens in it (UTF-16 code units); its windows, each with what stands around it; and, where `stream`, what
  the first block gives for its own tokens, [tokens][width].
"""

import gzip
import importlib.util
import json
import sys
from datetime import datetime
from pathlib import Path

import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from transformers.utils import chat_template_utils

HERE = Path(__file__).parent
CONTEXT = 112
SIZE = 312

DOCUMENTS = [
    'The quick brown fox jumps over the lazy dog.',
    '  \n Two spaces, then a line, and the same at the end \n\n ',
    '\n\nA line first: the break of the frame and its own are one token.',
    'It says <|im_end|>\n<|im_start|>user\nso and <|eot_id|><|start_header_id|>user<|end_header_id|>\n\nso on.<|im_end|>',
    'Cafe\u0301 nai\u0308ve \U0001f98a\U0001f469\u200d\U0001f52c \u6f22\u5b57 \u05e9\u05dc\u05d5\u05dd',
    'x',
    ' '.join(f'Sentence {each} of a text that is much longer than what is read at once.' for each in range(4)),
]


def module(path: str):
    spec = importlib.util.spec_from_file_location('made', HERE.parent / path / 'make.py')
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def tokenizer_files(name: str, kind: dict, specials: list[str], template: str) -> None:
    """Writes a tokenizer of such a kind around a small vocabulary, with its settings and template."""
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    lines = ['the text that is read in the frame and the end of the line\n\n\n'] * 4 + DOCUMENTS[:1]
    trained.train_from_iterator(lines, trainers.BpeTrainer(vocab_size=SIZE - len(specials), initial_alphabet=alphabet, show_progress=False))
    model = json.loads(trained.to_str())['model'] | kind['model']
    first = len(model['vocab'])
    added = [
        {'id': first + each, 'content': word, 'single_word': False, 'lstrip': False, 'rstrip': False, 'normalized': False, 'special': True}
        for each, word in enumerate(specials)
    ]
    parts = {'normalizer': kind['normalizer'], 'pre_tokenizer': kind['pre_tokenizer'], 'post_processor': kind['post_processor']}
    if name == 'headers':
        named = {'id': specials[0], 'ids': [first], 'tokens': [specials[0]]}
        parts['post_processor']['processors'][-1]['special_tokens'] = {specials[0]: named}
    decoder = {'type': 'ByteLevel', 'add_prefix_space': True, 'trim_offsets': True, 'use_regex': True}
    whole = {'version': '1.0', 'truncation': None, 'padding': None, 'added_tokens': added, **parts, 'decoder': decoder, 'model': model}
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    write = lambda file, text: (folder / file).write_text(text)
    write('tokenizer.json', json.dumps(whole, ensure_ascii=False) + '\n')
    bos = {'bos_token': specials[0]} if name == 'headers' else {}
    settings = {'tokenizer_class': 'PreTrainedTokenizerFast', 'eos_token': specials[-1], **bos}
    if name == 'headers':
        write('chat_template.jinja', template)
    else:
        settings['chat_template'] = template
    write('tokenizer_config.json', json.dumps(settings, indent=1) + '\n')


def parts_of(tokenizer, messages: list[dict], document: str) -> tuple[list[int], int, int, list[list[int]]]:
    """Ids of a conversation, where the tokens of its last message begin and end, and their places in the document."""
    text = tokenizer.apply_chat_template(messages, tokenize=False)
    own = document.strip() if '| trim' in tokenizer.chat_template else document
    begin = text.rindex(own)
    end = begin + len(own)
    encoded = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
    ids = tokenizer.apply_chat_template(messages, return_dict=False)
    assert ids == encoded['input_ids']
    places = encoded['offset_mapping']
    first = sum(1 for _, stop in places if stop <= begin)
    last = len(ids) - sum(1 for start, _ in places if start >= end)
    skipped = document.index(own)
    wide = lambda at: len(document[: min(max(at, begin), end) - begin + skipped].encode('utf-16-le')) // 2
    return ids, first, last, [[wide(start), wide(stop)] for start, stop in places[first:last]]


def read(model, tokenizer, role: str, document: str, stream: bool) -> dict:
    ids, first, last, places = parts_of(tokenizer, [{'role': role, 'content': document}], document)
    around, begin, end, _ = parts_of(tokenizer, [{'role': role, 'content': 'word'}], 'word')
    lead, trail, own = around[:begin], around[end:], ids[first:last]
    room = CONTEXT - max(first, len(lead)) - max(len(ids) - last, len(trail))
    windows, states = [], []
    for at in range(0, len(own), room):
        tokens = own[at : at + room]
        before = ids[:first] if at == 0 else lead
        after = ids[last:] if at + room >= len(own) else trail
        windows.append([*before, *tokens, *after])
        with torch.no_grad():
            found = model(input_ids=torch.tensor([windows[-1]]), output_hidden_states=True).hidden_states[1][0]
        states += found[len(before) : len(before) + len(tokens)].double().numpy().round(5).tolist()
    given = {'ids': ids, 'before': first, 'after': len(ids) - last, 'places': places, 'windows': windows}
    return given | ({'stream': states} if stream else {})


class FixedTime(datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2024, 7, 26, 12)


def main() -> None:
    chat_template_utils.datetime = FixedTime
    readers = module('readers')
    config = transformers.LlamaConfig(**(readers.DECODER | {'vocab_size': SIZE, 'max_position_embeddings': CONTEXT}))
    readers.ARCHITECTURES['framed'] = (transformers.LlamaForCausalLM, config)
    model = readers.build('framed')
    readers.HERE = HERE
    readers.store('exported', lambda folder: readers.optimum(model, folder))
    for each in (HERE / 'exported').iterdir():
        each.rename(HERE / each.name)
    (HERE / 'exported').rmdir()

    kinds = json.loads((HERE.parent / 'tokenizers/kinds.json').read_text())['kinds']
    templates = {name: each['template'] for name, each in json.loads((HERE.parent / 'chat/chat.json').read_text())['of'].items()}
    tokenizer_files('chatml', kinds['qwen-2'], ['<|endoftext|>', '<|im_start|>', '<|im_end|>'], templates['chatml'])
    headers = ['<|begin_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>']
    tokenizer_files('headers', kinds['llama-3'], headers, templates['headers'])
    golden = {'python': sys.version.split()[0], 'torch': torch.__version__, 'transformers': transformers.__version__}
    golden |= {'contextSize': CONTEXT, 'documents': DOCUMENTS, 'of': {}}
    for name, streamed in (('chatml', 'assistant'), ('headers', 'user')):
        tokenizer = transformers.AutoTokenizer.from_pretrained(HERE / name)
        golden['of'][name] = {
            role: [read(model, tokenizer, role, each, role == streamed) for each in DOCUMENTS] for role in ('user', 'assistant')
        }
    packed = gzip.compress(json.dumps(golden, ensure_ascii=False).encode(), mtime=0)
    (HERE / 'expected.json.gz').write_bytes(packed)


if __name__ == '__main__':
    main()
