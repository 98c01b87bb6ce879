/** Friendly adjectives for readable names. */
export const ADJECTIVES = words(`
amber ample arctic azure balmy bold brave breezy bright brisk calm candid careful cheery clear clever cosmic cosy crisp curious
dapper daring deft eager early earnest easy fair fancy fleet fond frosty gentle gleaming glad golden graceful grand handy happy
hardy hearty honest humble jolly keen kind lively lucid lucky lunar mellow merry mild modest neat nimble noble patient placid
plucky polite proud quick quiet rapid ready rosy royal rustic serene sharp shiny silent silver sincere smart snowy snug solar
solid spry stable starry steady sturdy sunny swift tidy tranquil trusty upbeat valiant vivid warm wise witty zesty
`);

/** Animals for readable names. */
export const ANIMALS = words(`
alpaca antelope auk badger beaver bee bison bittern bobcat bream caribou cheetah cod condor coot coral crane cricket curlew
deer dolphin dormouse dove dragonfly duck eagle egret eider elk falcon ferret finch firefly flamingo fox gazelle gecko gibbon
grebe gull hare hawk hedgehog heron hoopoe ibex ibis impala jackdaw jay kestrel kingfisher kiwi koala lark lemur linnet llama
lynx magpie mallard manatee marmot marten martin merlin mole moose moth narwhal newt nuthatch okapi oriole osprey otter owl
panda partridge pelican penguin petrel pika plover puffin quail rabbit raven robin salmon seal shrew siskin skylark sparrow
starling stork swallow swan tapir tern thrush toucan trout turtle vole walrus warbler whale wombat wren yak zebra
`);

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}
