"""Golden values for test/unit/reader/chat-template.test.ts: what transformers renders for chat templates.

    python3 -m venv venv && venv/bin/pip install transformers==5.23.0 jinja2==3.1.6
    venv/bin/python test/golden/chat/make.py

The templates are written for this, in the shapes that published ones have. Writes chat.json beside this file: for each template and role
the text with a document in it, or null where the template raises an error.
"""

import json
from datetime import datetime
from pathlib import Path

import transformers
from transformers.utils import chat_template_utils

DOCUMENT = '  A document,\nof two lines with {{ braces }} and “quotes”. '
TOKENS = {'bos_token': '<|begin_of_text|>', 'eos_token': '</s>'}

TEMPLATES = {
    # ChatML with a system prompt of its own, as Qwen 2.5's.
    'chatml': """{%- if messages[0]['role'] == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
{%- else %}
    {{- '<|im_start|>system\\nYou answer briefly.<|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
""",
    # Trimmed content, a date, BOS of its own, as Llama 3.2's.
    'headers': """{{- bos_token }}
{%- if custom_tools is defined %}
    {%- set tools = custom_tools %}
{%- endif %}
{%- if not date_string is defined %}
    {%- if strftime_now is defined %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "26 Jul 2024" %}
    {%- endif %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{{- "Today Date: " + date_string + "\\n\\n" }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
{%- endfor %}
""",
    # Roles that must alternate and the model named otherwise, as Gemma's.
    'turns': """{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate') }}{% endif %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\\n' + message['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model\\n'}}{% endif %}""",
    # Instructions in brackets, macros and namespaces, as Mistral's.
    'brackets': """{%- macro say(text) %}{{ text }}{%- endmacro %}
{%- set ns = namespace(index=0) %}
{{- bos_token }}
{%- for message in messages %}
    {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
        {{- raise_exception("After the optional system message, roles must alternate") }}
    {%- endif %}
    {%- set ns.index = ns.index + 1 %}
    {%- if message["role"] == "user" %}
        {{- "[INST] " + say(message["content"]) + " [/INST]" }}
    {%- else %}
        {{- " " + message["content"] + eos_token }}
    {%- endif %}
{%- endfor %}
""",
    # Thoughts of earlier answers left out, as Qwen 3's.
    'thoughts': """{%- for message in messages %}
    {%- set content = message.content if message.content is string else '' %}
    {%- if message.role == 'assistant' and '</think>' in content %}
        {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
    {%- endif %}
    {{- '<|im_start|>' ~ message.role ~ '\\n' ~ content ~ '<|im_end|>\\n' }}
{%- endfor %}
""",
}


class FixedTime(datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2024, 7, 26, 12)


def rendered(template: str, messages: list[dict]) -> str | None:
    compiled = chat_template_utils._compile_jinja_template(template)
    try:
        return compiled.render(messages=messages, add_generation_prompt=False, tools=None, documents=None, **TOKENS)
    except Exception:
        return None


def main() -> None:
    chat_template_utils.datetime = FixedTime
    document = {'content': DOCUMENT}
    of = {}
    for name, template in TEMPLATES.items():
        of[name] = {
            'template': template,
            'user': rendered(template, [{'role': 'user', **document}]),
            'assistant': rendered(template, [{'role': 'assistant', **document}]),
            'assistant_after_user': rendered(template, [{'role': 'user', 'content': ''}, {'role': 'assistant', **document}]),
        }
    golden = {'transformers': transformers.__version__, 'document': DOCUMENT, 'tokens': TOKENS, 'of': of}
    (Path(__file__).parent / 'chat.json').write_text(json.dumps(golden, indent=1, ensure_ascii=False) + '\n')


if __name__ == '__main__':
    main()
